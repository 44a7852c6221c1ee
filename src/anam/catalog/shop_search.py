"""Looking for makers and for what they sell, on the pages that everybody sees."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Case, F, Q, TextField, Value, When

from anam.catalog.models import Kind, Product, ProductQuerySet, Storefront, StorefrontQuerySet
from anam.catalog.shop_words import as_probably_meant
from anam.catalog.variants import Card, as_cards
from anam.compiled import Bound, CompiledQuery
from anam.searching import one_of, queries_for, words_in
from anam.sql import fetch_values

MAX_MAKERS, MAX_PRODUCTS = 12, 24

_KINDS_SOLD = """
SELECT kind FROM unnest(%s::text[]) kind WHERE EXISTS (
  SELECT FROM product p JOIN storefront s ON s.maker_id = p.maker_id AND s.open
  WHERE p.kind = kind.kind AND p.kind <> '' AND p.retired_at IS NULL
)
"""


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
    sold = set(fetch_values(_KINDS_SOLD, [Kind.values]))
    return [(kind, label) for kind, label in Kind.choices if kind in sold]


def _search(text: str, kind: str, after: int) -> Found:
    words = queries_for(text, also=one_of)
    products = _products_found(" & ".join(words), kind, after)
    if words and not products:
        products = _page(_of_named_maker(_on_sale(kind), text), after)
    more = after + MAX_PRODUCTS if len(products) > MAX_PRODUCTS else 0
    return Found(_makers_found(words, kind) if not after else [], as_cards(products[:MAX_PRODUCTS]), "", more)


def _products_found(query: str, kind: str, after: int) -> list[Product]:
    """A page of what matches a raw tsquery, and one more."""
    values = {**({"query": query} if query else {}), **({"kind": kind} if kind else {})}
    return _products_query(bool(query), bool(kind), after).all(**values)


@lru_cache(maxsize=128)
def _products_query(is_searched: bool, is_of_kind: bool, after: int) -> CompiledQuery[Product]:
    def build() -> ProductQuerySet:
        products = _on_sale(Bound("kind", TextField()) if is_of_kind else "")
        return _in_order(products.found_by(Bound("query", TextField())) if is_searched else products, after)

    return CompiledQuery(build)


def _makers_found(words: list[str], kind: str) -> list[Storefront]:
    """The first storefronts that say all words, or sell what matches them. Raw tsqueries."""
    values = {f"word{number}": word for number, word in enumerate(words)}
    values |= {"goods": " & ".join(words)} if words else {}
    values |= {"kind": kind} if kind else {}
    return _makers_query(len(words), bool(kind)).all(**values)


@lru_cache(maxsize=128)
def _makers_query(number_of_words: int, is_of_kind: bool) -> CompiledQuery[Storefront]:
    def build() -> StorefrontQuerySet:
        fronts = Storefront.objects.visible()
        if number_of_words:
            words = [Bound(f"word{number}", TextField()) for number in range(number_of_words)]
            fronts = fronts.found_by(words, goods=Bound("goods", TextField()))
        if is_of_kind:
            fronts = fronts.filter(maker__in=_on_sale(Bound("kind", TextField())).values("maker"))
        return fronts[:MAX_MAKERS]

    return CompiledQuery(build)


def _on_sale(kind: Any = "") -> ProductQuerySet:
    on_sale = Product.objects.filter(retired_at=None, maker__storefront__open=True)
    return on_sale.exclude(kind="").filter(kind=kind) if kind else on_sale


def _in_order(products: ProductQuerySet, after: int) -> ProductQuerySet:
    """A page and one more: what can be had first, variants together."""
    sold_out = Case(When(Q(stock__lt=F("minimum")), then=Value(1)), default=Value(0))
    return products.select_related("maker__storefront").order_by(sold_out, "title", "id")[
        after : after + MAX_PRODUCTS + 1
    ]


def _page(products: ProductQuerySet, after: int) -> list[Product]:
    return list(_in_order(products, after))


def _of_named_maker(products: ProductQuerySet, text: str) -> ProductQuerySet:
    """Those that match all words but some with which a word of their maker's name begins: "byrne mug"."""
    typed, by_rest = words_in(text), dict[str, list[int]]()
    for maker_id, name in Storefront.objects.named(" | ".join(queries_for(text))).values_list("maker", "maker__name"):
        names = words_in(name)
        rest = [word for word in typed if not any(one.startswith(word) for one in names)]
        if len(rest) < len(typed):
            by_rest.setdefault(" ".join(rest), []).append(maker_id)
    found = products.none()
    if by_rest:
        fewest = min(by_rest, key=lambda rest: len(rest.split()))
        found = products.filter(maker__in=by_rest[fewest]).matching(fewest)
    return found
