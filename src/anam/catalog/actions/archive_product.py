from django.db.models.functions import Now

from anam.catalog.models import Product


def archive_product(product: Product) -> None:
    """Sell `product` no longer. Baskets see it at once; orders that contain it go on, and it keeps its stock."""
    Product.objects.filter(pk=product.pk, retired_at=None).update(retired_at=Now())
