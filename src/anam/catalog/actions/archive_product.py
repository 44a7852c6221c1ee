from django.db import transaction

from anam.catalog.models import Product
from anam.catalog.product_writing import Author, write_product


@transaction.atomic
def archive_product(product: Product, *, author: Author) -> None:
    """Sell `product` no longer. Baskets see it at once; orders that contain it go on, and it keeps its stock."""
    write_product(Product.objects.locked(product.pk), author, archived=True)
