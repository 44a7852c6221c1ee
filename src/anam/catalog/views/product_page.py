"""A product's own page, which everybody sees while it is for sale."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from anam.catalog.closing import closed_words
from anam.catalog.models import Product
from anam.catalog.restock import RestockAlert
from anam.catalog.shipping import shipping_terms
from anam.catalog.variants import choices_of
from anam.digits import read_number


def product_page(request: HttpRequest, slug: str, product: str) -> HttpResponse:
    """The pictures, the price and the terms of one product. What is archived says so and no more: it may be a draft."""
    found = _product_of(slug, product)
    if found.retired_at:
        return render(request, "catalog/not_for_sale.html", {"maker": found.maker}, status=410)
    if product != found.address:
        return redirect(found)  # not for good: another title is another address
    front, user = found.maker.storefront, request.user
    variants = list(Product.objects.variants_of(found))
    shown = {
        "product": found,
        "choices": choices_of(found, variants),
        "prices_differ": len({one.unit_price for one in variants}) > 1,
        "maker": found.maker,
        "front": front,
        "closed": closed_words(front),
        "pictures": list(found.pictures.ready()),
        "terms": shipping_terms([front])[front.maker_id],
        "waits": user.is_authenticated and found.is_sold_out and RestockAlert.objects.products_of(user, [found.pk]),
    }
    return render(request, "catalog/product_page.html", shown)


def _product_of(slug: str, address: str) -> Product:
    """The product whose id `address` begins with, if it is of that maker and their storefront is open; else 404."""
    pk = read_number(address.partition("-")[0])
    sold = Product.objects.filter(maker__slug=slug, maker__storefront__open=True)
    return get_object_or_404(sold.select_related("maker__storefront"), pk=pk)
