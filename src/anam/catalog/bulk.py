"""What an import adds to the catalogue."""

from collections.abc import Iterable
from typing import Any

from anam.catalog.models import Product, Storefront
from anam.people.models import Maker


def open_storefronts(makers: Iterable[tuple[Maker, str]]) -> None:
    """An empty storefront for each of these new makers, in their currency."""
    Storefront.objects.bulk_create(Storefront(maker=maker, currency=currency) for maker, currency in makers)


def add_product(maker: Maker, **columns: Any) -> Product:
    """A new product of `maker`. Its stock is not counted unless `columns` say so."""
    return Product.objects.create(maker=maker, **columns)


def change_product(pk: int, **columns: Any) -> None:
    """Bring a product up to date. A count of it is written by catalog.stock."""
    Product.objects.filter(pk=pk).update(**columns)
