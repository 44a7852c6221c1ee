"""Long lists of products, a page at a time: by Django's Paginator, which counts them truly."""

from functools import cache
from itertools import chain

from django.core.paginator import Page, Paginator
from django.db.models import BigIntegerField
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from anam.catalog.actions.place_product import cards_of
from anam.catalog.models import Product, ProductQuerySet
from anam.catalog.variants import Card, as_cards
from anam.compiled import Bound, CompiledQuery, any_of
from anam.digits import read_number
from anam.people.models import Maker, User
from anam.web.requests import BuyerRequest

CARDS, ROWS = 24, 50  # as many cards as the search has: they fill rows of two, three and four


def page_of_cards(maker: Maker, *, number: str, reader: User | None) -> "tuple[Page[list[int]], list[Card]]":
    """A page of a storefront as `reader` sees it, and what stands on it: variants are one card and are not torn apart.

    A number that makes no sense is the first page, one past the end the last.
    """
    page = Paginator(cards_of(maker), CARDS).get_page(number)
    ids = list(chain.from_iterable(page.object_list))
    return page, as_cards(_cards_query(reader is not None).all(ids=ids, **({"reader": reader.pk} if reader else {})))


@cache
def _cards_query(has_reader: bool) -> CompiledQuery[Product]:
    def build() -> ProductQuerySet:
        products = Product.objects.filter(pk__in=any_of("ids", BigIntegerField())).for_sale().with_face_alt()
        return products.with_is_awaited(Bound("reader", BigIntegerField())) if has_reader else products

    return CompiledQuery(build)


def page_of_rows(products: ProductQuerySet, *, number: str) -> "Page[Product]":
    """A page of a maker's own list, variants each by itself; numbers as above."""
    return Paginator(products, ROWS).get_page(number)


def back_to_row(product: Product) -> HttpResponse:
    """To the page of its maker's own list, of what they sell or of what is archived, that `product` is on by now."""
    own = Product.objects.of_maker(product.maker)
    archived = list(own.archived().values_list("pk", flat=True))
    tab = {"tab": "archived"} if product.pk in archived else {}
    rows = archived if tab else list(own.for_sale().values_list("pk", flat=True))
    number = rows.index(product.pk) // ROWS + 1 if product.pk in rows else 1
    return redirect(reverse("portal-products", query=tab | ({"page": number} if number > 1 else {})))


def back_to_product(request: BuyerRequest, product: Product) -> HttpResponse:
    """To where the form stood that was sent: the product's own page, or that page of its storefront."""
    if request.POST.get("back") == "product":
        return redirect(product)
    number = read_number(request.POST.get("page", ""), digits=8)
    query = {} if number is None else {"page": number}
    return redirect(reverse("storefront", args=[product.maker.slug], query=query))
