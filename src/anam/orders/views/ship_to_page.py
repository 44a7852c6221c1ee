"""Where an order is sent: its buyer changes it, or asks for another country, which its maker answers."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from anam.orders.forms import text
from anam.orders.models import Order
from anam.orders.ship_to.answer_address import agree_to_address, refuse_address
from anam.orders.ship_to.ask_for_country import ask_for_country
from anam.orders.ship_to.change_address import change_address
from anam.orders.ship_to.take_back_address import take_back_address
from anam.orders.views.buyer import order_of_buyer
from anam.orders.views.order_page import order_of, show_order
from anam.postal.forms import AddressForm
from anam.postal.models import ShopAddress
from anam.postal.views import country_of, show_form
from anam.refusals import Refusal
from anam.web.handling import handles
from anam.web.requests import BuyerRequest, MakerRequest, buyer_required, maker_required, number_asked


def _form(request: BuyerRequest, order: Order) -> AddressForm:
    """What was sent; else the order's address, or that of the shop's that was picked from the list."""
    theirs = ShopAddress.objects.of_buyer(request.buyer)
    picked = theirs.filter(pk=number_asked(request, "from") or 0).first()
    kept = picked.address if picked else order.ship_to
    return AddressForm.of(request, kept=kept.address if kept else None, country=country_of(request.buyer))


def _show(request: BuyerRequest, number: str, *, refused: Refusal | None = None, status: int = 200) -> HttpResponse:
    order = order_of_buyer(request, number)
    form = _form(request, order)
    asks = bool(order.ship_to and order.ship_to.country != form.country_code)
    page = {
        "title": "Where to?",
        "back": reverse("buyer-order", args=[number]),
        "back_words": order.number,
        "button": "Send request" if asks else "Save address",
        "asks": order.maker.name if asks else "",
        "own_addresses": ShopAddress.objects.of_buyer(request.buyer),
    }
    return show_form(request, form, refused=refused, status=status, **page)


@buyer_required
@handles(refused=_show, not_found=Order.DoesNotExist)
def change(request: BuyerRequest, number: str) -> HttpResponse:
    """Send it elsewhere, until it ships; another country is the maker's to agree to."""
    order = order_of_buyer(request, number)
    form = _form(request, order)
    if request.method != "POST" or form.changes_shape:
        return _show(request, number)
    facts: dict[str, Any] = {"buyer": request.buyer, "by": request.user, "confirmed": form.is_confirmed}
    if order.ship_to and order.ship_to.country != form.address.country:
        ask_for_country(number, form.address, **facts)
        messages.success(request, f"{order.maker.name} has been asked. Until they agree, it goes where it went.")
    else:
        change_address(number, form.address, **facts)
        messages.success(request, f"The address is changed. {order.maker.name} has been told.")
    return redirect("buyer-order", number)


@buyer_required
@handles(refused="buyer-order")
def take_back(request: BuyerRequest, number: str) -> HttpResponse:
    """Not there after all."""
    order_of_buyer(request, number)
    if request.method == "POST":
        take_back_address(number, buyer=request.buyer, by=request.user)
        messages.success(request, "You withdrew it. The order goes where it went.")
    return redirect("buyer-order", number)


def _show_answer(request: MakerRequest, number: str, pk: int, **more: Any) -> HttpResponse:
    return show_order(request, number, address_words=text(request.POST, "why"), **more)


@maker_required
@handles(refused=_show_answer, not_found=Order.DoesNotExist)
def agree(request: MakerRequest, number: str, pk: int) -> HttpResponse:
    """Yes, it can go there."""
    order = order_of(request, number)
    if request.method == "POST":
        among = Order.objects.of_maker(request.maker)
        agree_to_address(number, request_id=pk, among=among, by=request.user, acting_as="maker")
        messages.success(request, f"It goes there now. {order.buyer.name} has been told.")
    return redirect(order)


@maker_required
@handles(refused=_show_answer, not_found=Order.DoesNotExist)
def refuse(request: MakerRequest, number: str, pk: int) -> HttpResponse:
    """No, and why not."""
    order = order_of(request, number)
    if request.method == "POST":
        words = text(request.POST, "why")
        among = Order.objects.of_maker(request.maker)
        refuse_address(number, request_id=pk, among=among, by=request.user, acting_as="maker", words=words)
        messages.success(request, f"It goes where it went. {order.buyer.name} is told why.")
    return redirect(order)
