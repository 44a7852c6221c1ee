from django.db import transaction

from anam.catalog.models import Product
from anam.catalog.product_writing import Author, write_product


@transaction.atomic
def sell_again(product: Product, *, author: Author) -> None:
    """Sell a product that was archived, as it was then."""
    write_product(Product.objects.locked(product.pk), author, archived=False)
