"""The maker's own list of products."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from anam.catalog.actions.count_stock import count_stock
from anam.catalog.models import Product, ProductQuerySet, Storefront
from anam.catalog.paging import page_of_rows
from anam.catalog.product_writing import Author
from anam.catalog.stock import MAX_STOCK
from anam.catalog.views.own_product import own_product
from anam.catalog.views.storefronts import looked_for
from anam.digits import read_number
from anam.web.requests import MakerRequest, maker_required


def _show(request: MakerRequest, own: ProductQuerySet) -> HttpResponse:
    search, archived = looked_for(request), own.archived()
    in_archive = request.GET.get("tab") == "archived"
    found = (archived if in_archive else own.for_sale()).matching(search)
    shown = {
        "products": page_of_rows(found, number=request.GET.get("page", "")),
        "currency": Storefront.objects.currency_of(request.maker),
        "search": search,
        "in_archive": in_archive,
        "has_archive": in_archive or archived.exists(),
    }
    return render(request, "catalog/products.html", shown)


@maker_required
def products(request: MakerRequest) -> HttpResponse:
    """The maker's products and their stock; a new count of one can be sent, and leaves them on that page."""
    own = Product.objects.of_maker(request.maker)
    if request.method != "POST":
        return _show(request, own)
    product = own_product(request, read_number(request.POST.get("product", "")))
    typed = request.POST.get("stock", "").strip()
    counted = read_number(typed, digits=7)
    if counted is None or counted > MAX_STOCK:
        messages.error(
            request, f"“{typed[:20]}” is not a number of pieces. The stock of {product.title} stays as it was."
        )
    else:
        count_stock(product, stock=counted, author=Author(request.user))
        messages.success(request, f"{product.title}: {counted} in stock.")
    return redirect(request.get_full_path())
