"""The maker goes on with an order: accepts it, ships it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from anam.orders.fulfilment.accept import accept
from anam.orders.fulfilment.hold_payment import hold_payment
from anam.orders.fulfilment.ship import ship
from anam.orders.fulfilment.ship_form import ShipForm
from anam.orders.fulfilment.shipping_cost import ABOUT_SHIPPING
from anam.orders.fulfilment.unaccept import unaccept
from anam.orders.models import Order
from anam.orders.views.order_page import order_of, show_order
from anam.refusals import Refusal
from anam.web.handling import handles
from anam.web.requests import MakerRequest, maker_required


@maker_required
@handles(refused=show_order, not_found=Order.DoesNotExist)
def accept_order(request: MakerRequest, number: str) -> HttpResponse:
    """A promise to make it. Visited without sending anything (after signing in again), it only shows the order."""
    if request.method != "POST":
        return redirect(order_of(request, number))
    order = accept(number, maker=request.maker, by=request.user)
    return redirect(order)


@maker_required
@handles(refused=show_order, not_found=Order.DoesNotExist)
def undo_accept(request: MakerRequest, number: str) -> HttpResponse:
    """It was a slip: nobody has been told yet."""
    if request.method != "POST":
        return redirect(order_of(request, number))
    order = unaccept(number, maker=request.maker, by=request.user)
    messages.success(request, f"Undone. Order {order.number} needs your answer again; nobody was told.")
    return redirect(order)


def _show_unshipped(request: MakerRequest, number: str, *, refused: Refusal, status: int) -> HttpResponse:
    form = ShipForm(request.POST, order=order_of(request, number))
    if refused.code not in ABOUT_SHIPPING:
        return show_order(request, number, ship=form, refused=refused, status=status)
    form.add_error("shipping" if "shipping" in form.fields else "carrier", refused.message)
    return show_order(request, number, ship=form, status=422)


@maker_required
@handles(refused=_show_unshipped, not_found=Order.DoesNotExist)
def ship_order(request: MakerRequest, number: str) -> HttpResponse:
    """It is on its way."""
    if request.method != "POST":
        return redirect(order_of(request, number))
    form = ShipForm(request.POST, order=order_of(request, number))
    if not form.is_valid():
        return show_order(request, number, status=422, ship=form)
    hold_payment(number, maker=request.maker, shipping=form.cleaned_data.get("shipping"))
    order = ship(number, maker=request.maker, by=request.user, **form.cleaned_data)
    messages.success(request, f"You shipped the order. {order.buyer.name} has been told.")
    return redirect(order)
