"""A maker's own storefront: its words, and the terms they sell on."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from anam.catalog.actions.edit_storefront import edit_storefront
from anam.catalog.closing import closed_words
from anam.catalog.models import Storefront
from anam.catalog.storefront_form import StorefrontForm
from anam.refusals import Refusal
from anam.web.handling import handles
from anam.web.requests import MakerRequest, maker_required


def _read(request: MakerRequest) -> tuple[StorefrontForm, Storefront]:
    front = get_object_or_404(Storefront.objects.select_related("maker"), maker=request.maker)
    return StorefrontForm.read(request, initial=StorefrontForm.as_shown(front), front=front), front


def _show(request: MakerRequest, *, refused: Refusal | None = None, status: int = 200) -> HttpResponse:
    form, front = _read(request)
    shown: dict[str, Any] = {"form": form, "front": front, "closed": closed_words(front), "refused": refused}
    if refused:
        shown["now"] = form.show_again(StorefrontForm.as_shown(front))
    return render(request, "catalog/own_storefront.html", shown, status=status)


@maker_required
@handles(refused=_show)
def own_storefront(request: MakerRequest) -> HttpResponse:
    """The words and terms of the maker's storefront. Baskets see a change at once; orders that were placed never."""
    if request.method != "POST":
        return _show(request)
    form, _ = _read(request)
    if not form.is_valid():
        return _show(request, status=422)
    edit_storefront(request.maker, base_version=form.cleaned_data["shown"], **form.columns)
    messages.success(request, "Your storefront is saved.")
    return redirect("portal-storefront")
