from typing import Any

from django.db import IntegrityError, transaction

from anam.catalog.models import Product
from anam.catalog.product_data import ProductData, product_version, sku_taken
from anam.catalog.stock import count
from anam.people.models import Maker
from anam.refusals import Refused


@transaction.atomic
def edit_product(
    product_id: int, data: ProductData, *, maker: Maker, base_version: str, base_stock: int | None
) -> Product:
    """Have a product say `data`. Baskets see it at once; placed orders keep what they were placed with.

    `base_version` and `base_stock` are what the form showed. A stock that was left as it was shown is left alone,
    whatever orders have taken meanwhile. What is there already is not done again (D7). Raises Product.DoesNotExist
    where it is not theirs (D1), and Refused ("product_changed", "stock_moved", "sku_taken").
    """
    product = Product.objects.of_maker(maker).select_for_update(no_key=True).get(pk=product_id)
    changes = {name: value for name, value in data.columns.items() if getattr(product, name) != value}
    if changes and product_version(product) != base_version:
        raise Refused.because("product_changed", "Somebody else changed this product while you were typing.")
    if data.stock not in (base_stock, product.stock):
        if product.stock != base_stock:
            raise Refused.because("stock_moved", _moved(base_stock, product.stock))
        _recount(product, data.stock)
    if changes:
        _change(product, changes)
    return product


def _moved(before: int | None, now: int | None) -> str:
    was = "It was made to order" if before is None else f"There were {before}"
    became = "it is made to order now" if now is None else f"there are {now} now"
    return f"{was} when you opened this page, and {became}. Look again, then save."


def _recount(product: Product, stock: int | None) -> None:
    if stock is None:
        Product.objects.filter(pk=product.pk).update(stock=None)
    else:
        count(product.pk, stock=stock)


def _change(product: Product, changes: dict[str, Any]) -> None:
    try:
        with transaction.atomic():
            Product.objects.filter(pk=product.pk).update(**changes)
    except IntegrityError:
        if "sku" not in changes:
            raise
        there = Product.objects.filter(maker=product.maker_id, sku=changes["sku"])
        raise sku_taken(there.first()) from None
