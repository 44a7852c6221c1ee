from django.db import transaction

from anam.catalog.models import Product
from anam.catalog.product_data import ProductData, sku_taken
from anam.catalog.product_writing import Author, insert_product, write_product
from anam.people.models import Maker


@transaction.atomic
def create_product(data: ProductData, *, maker: Maker, author: Author, variant_of: Product | None = None) -> Product:
    """A new product of `maker`, for sale at once; with `variant_of`, which joins its group, a variant of that.

    The same one again is the one that is there: its SKU is the key of the form that is sent twice (D7). Raises Refused
    ("sku_taken") where a product that was added otherwise has it.
    """
    if variant_of and data.group and not variant_of.group:
        write_product(Product.objects.locked(variant_of.pk), author, group=data.group)
    product, new = insert_product(data, maker=maker, author=author)
    if not new and not _was_added_as(product, data):
        raise sku_taken(product)
    return product


def _was_added_as(product: Product, data: ProductData) -> bool:
    """Whether it says just that, and began with that stock: an order may have taken some since."""
    began_with = product.movements.order_by("pk").values_list("quantity", flat=True).first()
    same = all(getattr(product, name) == value for name, value in data.columns.items())
    return same and product.retired_at is None and began_with == data.stock
