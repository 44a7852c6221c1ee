from django.db import transaction

from anam.catalog.models import Product
from anam.catalog.product_data import ProductData, product_version
from anam.catalog.product_writing import Author, write_product
from anam.people.models import Maker
from anam.refusals import Refused


@transaction.atomic
def edit_product(
    product_id: int, data: ProductData, *, maker: Maker, author: Author, base_version: str, base_stock: int | None
) -> Product:
    """Have a product say `data`. Baskets see it at once; placed orders keep what they were placed with.

    `base_version` and `base_stock` are what the form showed. A stock that was left as it was shown is left alone,
    whatever orders have taken meanwhile. What is there already is not done again (D7). Raises Product.DoesNotExist
    where it is not theirs (D1), and Refused ("product_changed", "stock_moved", "sku_taken").
    """
    product = Product.objects.of_maker(maker).locked(product_id)
    changed = any(getattr(product, name) != value for name, value in data.columns.items())
    if changed and product_version(product) != base_version:
        raise Refused.because("product_changed", "Somebody else changed this product while you were typing.")
    stock = product.stock if data.stock == base_stock else data.stock
    if stock != product.stock and product.stock != base_stock:
        raise Refused.because("stock_moved", _moved(base_stock, product.stock))
    write_product(product, author, **data.columns, stock=stock)
    return product


def _moved(before: int | None, now: int | None) -> str:
    was = "It was made to order" if before is None else f"There were {before}"
    became = "it is made to order now" if now is None else f"there are {now} now"
    return f"{was} when you opened this page, and {became}. Look again, then save."
