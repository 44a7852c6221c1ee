"""A shop's addresses: where its orders are sent."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from anam.people.models import Buyer
from anam.postal.actions.keep_address import keep_address
from anam.postal.actions.prefer_address import prefer_address
from anam.postal.actions.remove_address import remove_address
from anam.postal.countries import is_country
from anam.postal.forms import AddressForm
from anam.postal.models import ShopAddress
from anam.refusals import Refusal
from anam.web.handling import handles
from anam.web.requests import BuyerRequest, buyer_required


@buyer_required
def addresses(request: BuyerRequest) -> HttpResponse:
    """All of the shop's, the preferred one first."""
    return render(request, "postal/addresses.html", {"addresses": ShopAddress.objects.of_buyer(request.buyer)})


def country_of(buyer: Buyer) -> str:
    """Where a new address of the shop probably is."""
    return buyer.country.upper() if is_country(buyer.country.upper()) else "US"


def show_form(
    request: BuyerRequest, form: AddressForm, *, refused: Refusal | None = None, status: int = 200, **more: Any
) -> HttpResponse:
    """The page with `form`; where htmx asks for the fields of another country, these alone."""
    if refused and refused.code == "address_doubtful":
        form.show_doubts()
    part = "#fields" if request.htmx and form.changes_shape else ""
    shown = {"form": form, "refused": refused, "reshaped": form.changes_shape, **more}
    return render(request, f"postal/address.html{part}", shown, status=status)


def _show(request: BuyerRequest, pk: int | None = None, **more: Any) -> HttpResponse:
    own = get_object_or_404(ShopAddress.objects.of_buyer(request.buyer), pk=pk) if pk is not None else None
    kept = own.address.address if own else None
    form = AddressForm.of(request, kept=kept, country=country_of(request.buyer))
    return show_form(request, form, own=own, **more)


@buyer_required
@handles(refused=_show, status=422)
def add(request: BuyerRequest) -> HttpResponse:
    """Another one."""
    form = AddressForm.of(request, kept=None, country=country_of(request.buyer))
    if request.method != "POST" or form.changes_shape:
        return show_form(request, form)
    keep_address(form.address, buyer=request.buyer, by=request.user, confirmed=form.is_confirmed)
    messages.success(request, "Address saved.")
    return redirect("addresses")


@buyer_required
@handles(refused=_show, status=422, not_found=ShopAddress.DoesNotExist)
def edit(request: BuyerRequest, pk: int) -> HttpResponse:
    """One of them; orders that were placed keep what they were placed with."""
    form = AddressForm.of(request, kept=None, country=country_of(request.buyer))
    if request.method != "POST" or form.changes_shape:
        return _show(request, pk)
    keep_address(form.address, buyer=request.buyer, by=request.user, instead_of=pk, confirmed=form.is_confirmed)
    messages.success(request, "Address saved. Orders that you have placed keep their own.")
    return redirect("addresses")


@buyer_required
@handles(not_found=ShopAddress.DoesNotExist)
def prefer(request: BuyerRequest, pk: int) -> HttpResponse:
    """The one that is chosen at checkout unless somebody chooses another."""
    if request.method == "POST":
        prefer_address(pk, buyer=request.buyer)
        messages.success(request, "This is your preferred address now.")
    return redirect("addresses")


@buyer_required
def remove(request: BuyerRequest, pk: int) -> HttpResponse:
    """It is not needed any more."""
    if request.method == "POST":
        remove_address(pk, buyer=request.buyer)
        messages.success(request, "Address removed. Orders that you have placed keep their own.")
    return redirect("addresses")
