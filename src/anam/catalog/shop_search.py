"""Looking for makers and for what they sell, on the pages that everybody sees."""

from dataclasses import dataclass

from django.db.models import Case, F, Q, Value, When

from anam.catalog.models import Kind, Product, ProductQuerySet, Storefront
from anam.catalog.shop_words import as_probably_meant
from anam.catalog.variants import Card, as_cards
from anam.searching import words_in

MAX_MAKERS, MAX_PRODUCTS = 12, 48


@dataclass(frozen=True)
class Found:
    """Makers and products that match; `meant`: what was searched for in place of what was typed ("" where that).

    `more` says from which product on another page goes on; 0: nowhere.
    """

    fronts: list[Storefront]
    cards: list[Card]
    meant: str
    more: int


def search_shops(text: str, *, kind: str = "", after: int = 0) -> Found:
    """The open storefronts and their products that match `text`, of one `kind` if that is said.

    What finds nothing is read as a maker's name beside a product's, and then as it was probably meant.
    """
    found = _search(text, kind, after)
    if text and not found.fronts and not found.cards and (meant := as_probably_meant(text)):
        again = _search(meant, kind, after)
        if again.fronts or again.cards:
            return Found(again.fronts, again.cards, meant, again.more)
    return found


def kinds_sold() -> list[tuple[str, str]]:
    """The kinds of which something is sold, each with its words, in their order."""
    sold = set(_on_sale().exclude(kind="").order_by().values_list("kind", flat=True).distinct())
    return [(kind, label) for kind, label in Kind.choices if kind in sold]


def _search(text: str, kind: str, after: int) -> Found:
    of_kind = _on_sale().filter(kind=kind) if kind else _on_sale()
    products = _some(of_kind.matching(text), after)
    if text and not products:
        products = _some(_of_named_maker(of_kind, text), after)
    fronts = Storefront.objects.visible()
    if after:
        fronts = fronts.none()  # they stand on the first page
    elif text:
        fronts = fronts.matching(text)
    if kind:
        fronts = fronts.filter(maker__in=of_kind.order_by().values("maker"))
    more = after + MAX_PRODUCTS if len(products) > MAX_PRODUCTS else 0
    return Found(list(fronts[:MAX_MAKERS]), as_cards(products[:MAX_PRODUCTS]), "", more)


def _on_sale() -> ProductQuerySet:
    return Product.objects.filter(retired_at=None, maker__storefront__open=True)


def _some(products: ProductQuerySet, after: int) -> list[Product]:
    """A page of them and one more: what can be had first, variants together."""
    sold_out = Case(When(Q(stock__lt=F("minimum")), then=Value(1)), default=Value(0))
    shown = products.select_related("maker__storefront").with_face_alt()
    return list(shown.order_by(sold_out, "title", "id")[after : after + MAX_PRODUCTS + 1])


def _of_named_maker(products: ProductQuerySet, text: str) -> ProductQuerySet:
    """Those that match all words but some with which a word of their maker's name begins: "byrne mug"."""
    typed, by_rest = words_in(text), dict[str, list[int]]()
    for maker_id, name in Storefront.objects.visible().values_list("maker_id", "maker__name"):
        names = words_in(name)
        rest = [word for word in typed if not any(one.startswith(word) for one in names)]
        if len(rest) < len(typed):
            by_rest.setdefault(" ".join(rest), []).append(maker_id)
    found = products.none()
    if by_rest:
        fewest = min(by_rest, key=lambda rest: len(rest.split()))
        found = products.filter(maker__in=by_rest[fewest]).matching(fewest)
    return found
