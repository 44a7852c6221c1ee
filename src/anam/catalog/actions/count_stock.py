from django.db import transaction

from anam.catalog.models import Product
from anam.catalog.product_writing import Author, write_product
from anam.catalog.stock import count


@transaction.atomic
def count_stock(product: Product, *, stock: int, author: Author) -> None:
    """The maker has counted: so many units of `product` are free to sell. A count that finds no difference is kept."""
    if not write_product(Product.objects.locked(product.pk), author, stock=stock):
        count(product.pk, stock=stock)
