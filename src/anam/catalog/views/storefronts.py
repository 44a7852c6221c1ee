"""Storefronts, which everybody sees."""

from typing import Any

from django.db.models import SlugField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from anam.catalog.closing import closed_words
from anam.catalog.models import Kind, Storefront
from anam.catalog.paging import page_of_cards
from anam.catalog.shipping import shipping_terms
from anam.catalog.shop_search import kinds_sold, search_shops
from anam.compiled import Bound, CompiledQuery
from anam.web.handling import or_404
from anam.web.requests import number_asked
from anam.words import visible

_MAX_SHOWN, _MAX_AFTER = 24, 10_000


def storefronts(request: HttpRequest) -> HttpResponse:
    """All open storefronts; or the makers and products that match what is looked for, of one kind if one is chosen."""
    search, kind = looked_for(request), request.GET.get("kind", "")
    kind = kind if kind in Kind.values else ""
    shown: dict[str, Any] = {
        "search": search,
        "kind": kind,
        "kind_words": dict(Kind.choices).get(kind, ""),
        "kinds": kinds_sold(),
    }
    after = min(number_asked(request, "after") or 0, _MAX_AFTER)
    if search or kind:
        shown["found"] = search_shops(search, kind=kind, after=after)
        return render(request, "catalog/found.html", shown)
    fronts = list(Storefront.objects.visible()[after : after + _MAX_SHOWN + 1])
    shown["is_a_stranger"] = not after and not request.user.is_authenticated
    shown |= {"fronts": fronts[:_MAX_SHOWN], "more": after + _MAX_SHOWN if len(fronts) > _MAX_SHOWN else 0}
    return render(request, "catalog/storefronts.html", shown)


def looked_for(request: HttpRequest) -> str:
    """What somebody typed to search for."""
    return visible(request.GET.get("q", ""))[:200].strip()


def storefront(request: HttpRequest, slug: str) -> HttpResponse:
    """One maker's page: who they are, what they sell, and a way to write to them."""
    front = or_404(_FRONT.first(slug=slug))
    reader = request.user if request.user.is_authenticated else None
    page, cards = page_of_cards(front.maker, number=request.GET.get("page", ""), reader=reader)
    shown = {
        "front": front,
        "maker": front.maker,
        "page": page,
        "cards": cards,
        "closed": closed_words(front),
        "terms": shipping_terms([front])[front.maker_id],
    }
    return render(request, "catalog/storefront.html", shown)


_FRONT = CompiledQuery(
    lambda: Storefront.objects.select_related("maker").filter(maker__slug=Bound("slug", SlugField()), open=True)
)
