"""The one product of a maker that a page of theirs is about."""

from django.shortcuts import get_object_or_404

from anam.catalog.models import Product
from anam.web.requests import MakerRequest


def own_product(request: MakerRequest, pk: int | None) -> Product:
    """The product of that number, if it is the maker's; else 404 (D1)."""
    return get_object_or_404(Product.objects.of_maker(request.maker), pk=pk)
