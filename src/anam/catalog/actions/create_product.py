from django.db import transaction

from anam.catalog.models import Product
from anam.catalog.product_data import ProductData, sku_taken
from anam.catalog.stock import count
from anam.people.models import Maker


@transaction.atomic
def create_product(data: ProductData, *, maker: Maker) -> Product:
    """A new product of `maker`, for sale at once.

    The same one again is the one that is there: its SKU is the key of the form that is sent twice (D7). Raises Refused
    ("sku_taken") where a product that was added otherwise has it.
    """
    others = {name: value for name, value in data.columns.items() if name != "sku"}
    counted = None if data.stock is None else 0
    product, new = Product.objects.get_or_create(maker=maker, sku=data.sku, defaults={**others, "stock": counted})
    if not new and not _was_added_as(product, data):
        raise sku_taken(product)
    if new and data.stock is not None:
        count(product.pk, stock=data.stock)
    return product


def _was_added_as(product: Product, data: ProductData) -> bool:
    """Whether it says just that, and began with that stock: an order may have taken some since."""
    began_with = product.movements.order_by("pk").values_list("quantity", flat=True).first()
    same = all(getattr(product, name) == value for name, value in data.columns.items())
    return same and product.retired_at is None and began_with == data.stock
