"""Storefronts, which everybody sees."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from anam.catalog.models import Product, Storefront
from anam.catalog.shipping import shipping_terms
from anam.words import visible


def storefronts(request: HttpRequest) -> HttpResponse:
    """All open storefronts, or those where what is looked for is made or sold."""
    search = looked_for(request)
    fronts = Storefront.objects.visible().matching(search)
    is_a_stranger = not search and not request.user.is_authenticated
    shown = {"fronts": fronts[:200], "search": search, "is_a_stranger": is_a_stranger}
    return render(request, "catalog/storefronts.html", shown)


def looked_for(request: HttpRequest) -> str:
    """What somebody typed to search for."""
    return visible(request.GET.get("q", ""))[:200].strip()


def storefront(request: HttpRequest, slug: str) -> HttpResponse:
    """One maker's page: who they are, what they sell, and a way to write to them."""
    front = get_object_or_404(Storefront.objects.select_related("maker"), maker__slug=slug, open=True)
    products = Product.objects.of_maker(front.maker).for_sale().with_face_alt()
    shown = {
        "front": front,
        "maker": front.maker,
        "products": products,
        "terms": shipping_terms([front])[front.maker_id],
    }
    return render(request, "catalog/storefront.html", shown)
