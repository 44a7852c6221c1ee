from anam.catalog.models import Storefront
from anam.people.models import Maker


def open_storefront(maker: Maker) -> Storefront:
    """An empty storefront for a new maker."""
    return Storefront.objects.create(maker=maker)
