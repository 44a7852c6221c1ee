from anam.catalog.models import Product


def sell_again(product: Product) -> None:
    """Sell a product that was archived, as it was then."""
    Product.objects.filter(pk=product.pk).exclude(retired_at=None).update(retired_at=None)
