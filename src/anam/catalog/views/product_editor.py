"""A maker's own products: added, changed, archived and sold again, without a file."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from anam.catalog.actions.archive_product import archive_product
from anam.catalog.actions.create_product import create_product
from anam.catalog.actions.edit_product import edit_product
from anam.catalog.actions.sell_again import sell_again
from anam.catalog.models import Product, Storefront
from anam.catalog.product_form import COUNTED, ProductForm
from anam.refusals import Refusal
from anam.web.handling import handles
from anam.web.requests import MakerRequest, maker_required


def _product(request: MakerRequest, pk: int) -> Product:
    return get_object_or_404(Product.objects.of_maker(request.maker), pk=pk)


def _read(request: MakerRequest, product: Product | None) -> ProductForm:
    currency = Storefront.objects.currency_of(request.maker)
    initial = ProductForm.as_shown(product, currency) if product else {"kind": COUNTED}
    return ProductForm.read(request, initial=initial, currency=currency)


def _show(
    request: MakerRequest, pk: int | None = None, *, refused: Refusal | None = None, status: int = 200
) -> HttpResponse:
    product = None if pk is None else _product(request, pk)
    form = _read(request, product)
    shown: dict[str, Any] = {"form": form, "product": product, "refused": refused}
    if refused and refused.code == "sku_taken":
        form.show_wrong({"sku": refused.message})
    elif refused and product:
        shown["now"] = form.show_again(ProductForm.as_shown(product, form.currency))
    return render(request, "catalog/product.html", shown, status=status)


@maker_required
@handles(refused=_show)
def add(request: MakerRequest) -> HttpResponse:
    """Another product; its pictures come next."""
    if request.method != "POST":
        return _show(request)
    form = _read(request, None)
    if not form.is_valid():
        return _show(request, status=422)
    product = create_product(form.product, maker=request.maker)
    messages.success(request, f"“{product.title}” is among your products. Add its pictures.")
    return redirect("portal-pictures", product.pk)


@maker_required
@handles(refused=_show, not_found=Product.DoesNotExist)
def edit(request: MakerRequest, pk: int) -> HttpResponse:
    """What a product says of itself. Baskets see a change at once; orders that were placed never."""
    if request.method != "POST":
        return _show(request, pk)
    form = _read(request, _product(request, pk))
    if not form.is_valid():
        return _show(request, pk, status=422)
    base = {"base_version": form.cleaned_data["shown"], "base_stock": form.base_stock}
    edit_product(pk, form.product, maker=request.maker, **base)
    messages.success(request, f"“{form.product.title}” is saved. Orders that were placed keep what they were.")
    return redirect("portal-products")


@maker_required
def archive(request: MakerRequest, pk: int) -> HttpResponse:
    """Stop selling a product. Orders that contain it go on."""
    product = _sent(request, pk)
    archive_product(product)
    messages.success(request, f"You no longer sell “{product.title}”. Orders that contain it go on.")
    return redirect("portal-products")


@maker_required
def sell(request: MakerRequest, pk: int) -> HttpResponse:
    """Sell a product again."""
    product = _sent(request, pk)
    sell_again(product)
    messages.success(request, f"You sell “{product.title}” again.")
    return redirect("portal-products")


def _sent(request: MakerRequest, pk: int) -> Product:
    if request.method != "POST":
        raise Http404
    return _product(request, pk)
