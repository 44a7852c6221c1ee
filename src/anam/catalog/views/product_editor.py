"""A maker's own products: added, changed, archived and sold again, without a file."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from anam.catalog.actions.archive_product import archive_product
from anam.catalog.actions.create_product import create_product
from anam.catalog.actions.edit_product import edit_product
from anam.catalog.actions.place_product import cards_of, place_product
from anam.catalog.actions.sell_again import sell_again
from anam.catalog.models import Product, Storefront
from anam.catalog.paging import back_to_row
from anam.catalog.product_form import COUNTED, ProductForm
from anam.catalog.product_history import history_of
from anam.catalog.product_writing import Author
from anam.catalog.views.own_product import own_product
from anam.digits import read_number
from anam.refusals import Refusal
from anam.web.handling import handles
from anam.web.requests import MakerRequest, maker_required


def _variant_of(request: MakerRequest) -> Product | None:
    """The product that another variant is added of, if one is."""
    sent = request.GET.get("variant_of")
    if sent is None:
        return None
    return own_product(request, read_number(sent))


def _read(request: MakerRequest, product: Product | None) -> ProductForm:
    currency = Storefront.objects.currency_of(request.maker)
    if product:
        initial = ProductForm.as_shown(product, currency)
    elif other := _variant_of(request):
        initial = ProductForm.as_variant(other, currency)
    else:
        initial = {"kind": COUNTED, "minimum": "1", "step": "1"}
    return ProductForm.read(request, initial=initial, currency=currency)


def _show(
    request: MakerRequest, pk: int | None = None, *, refused: Refusal | None = None, status: int = 200
) -> HttpResponse:
    product = None if pk is None else own_product(request, pk)
    form = _read(request, product)
    shown: dict[str, Any] = {"form": form, "product": product, "refused": refused}
    if product:
        shown |= _around(request, product, form.currency)
    else:
        shown["variant_of"] = _variant_of(request)
    if refused and refused.code == "sku_taken":
        form.show_wrong({"sku": refused.message})
    elif refused and product:
        shown["now"] = form.show_again(ProductForm.as_shown(product, form.currency))
    return render(request, "catalog/product.html", shown, status=status)


def _around(request: MakerRequest, product: Product, currency: str) -> dict[str, Any]:
    """Its variants, its place in the storefront, and what was changed of it by whom."""
    cards = cards_of(request.maker)
    place = next((place for place, card in enumerate(cards, 1) if product.pk in card), None)
    variants = Product.objects.variants_of(product)
    return {"variants": variants, "place": place, "places": len(cards), "history": history_of(product, currency)}


@maker_required
@handles(refused=_show)
def add(request: MakerRequest) -> HttpResponse:
    """Another product; its pictures come next."""
    if request.method != "POST":
        return _show(request)
    form = _read(request, None)
    if not form.is_valid():
        return _show(request, status=422)
    author = Author(request.user)
    product = create_product(form.product, maker=request.maker, author=author, variant_of=_variant_of(request))
    messages.success(request, f"“{product.title}” is among your products. Add its pictures.")
    return redirect("portal-pictures", product.pk)


@maker_required
@handles(refused=_show, not_found=Product.DoesNotExist)
def edit(request: MakerRequest, pk: int) -> HttpResponse:
    """What a product says of itself. Baskets see a change at once; orders that were placed never."""
    if request.method != "POST":
        return _show(request, pk)
    product = own_product(request, pk)
    form = _read(request, product)
    if not form.is_valid():
        return _show(request, pk, status=422)
    base = {"base_version": form.cleaned_data["shown"], "base_stock": form.base_stock}
    edit_product(pk, form.product, maker=request.maker, author=Author(request.user), **base)
    messages.success(request, f"“{form.product.title}” is saved. Orders that were placed keep what they were.")
    return back_to_row(product)


@maker_required
def archive(request: MakerRequest, pk: int) -> HttpResponse:
    """Stop selling a product. Orders that contain it go on."""
    product = _sent(request, pk)
    back = back_to_row(product)
    archive_product(product, author=Author(request.user))
    messages.success(request, f"You no longer sell “{product.title}”. Orders that contain it go on.")
    return back


@maker_required
def sell(request: MakerRequest, pk: int) -> HttpResponse:
    """Sell a product again."""
    product = _sent(request, pk)
    sell_again(product, author=Author(request.user))
    messages.success(request, f"You sell “{product.title}” again.")
    return back_to_row(product)


@maker_required
def place(request: MakerRequest, pk: int) -> HttpResponse:
    """Put a product at another place of the storefront."""
    product = _sent(request, pk)
    if wanted := read_number(request.POST.get("place", "").strip(), digits=9):
        place_product(product, place=wanted)
        messages.success(request, f"“{product.title}” has its new place in your storefront.")
    else:
        messages.error(request, "Say at which place, as a whole number from 1.")
    return redirect("portal-product", product.pk)


def _sent(request: MakerRequest, pk: int) -> Product:
    if request.method != "POST":
        raise Http404
    return own_product(request, pk)
