"""The maker goes on with an order: accepts it, ships it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from anam.orders.forms import ShipForm
from anam.orders.fulfilment.accept import accept
from anam.orders.fulfilment.ship import ship
from anam.orders.models import Order
from anam.orders.views.order import order_of, show_order
from anam.refusals import Refused
from anam.web.requests import MakerRequest, maker_required


@maker_required
def accept_order(request: MakerRequest, number: str) -> HttpResponse:
    """A promise to make it. Visited without sending anything (after signing in again), it only shows the order."""
    if request.method != "POST":
        return redirect(order_of(request, number))
    try:
        order = accept(number, maker=request.maker, by=request.user)
    except Order.DoesNotExist:
        raise Http404 from None
    except Refused as refused:
        return show_order(request, order_of(request, number), status=409, refused=refused.refusal)
    messages.success(request, f"You accepted the order. {order.buyer.name} has been told.")
    return redirect(order)


@maker_required
def ship_order(request: MakerRequest, number: str) -> HttpResponse:
    """It is on its way."""
    if request.method != "POST":
        return redirect(order_of(request, number))
    form = ShipForm(request.POST)
    if not form.is_valid():
        return show_order(request, order_of(request, number), status=422, ship=form)
    try:
        order = ship(number, maker=request.maker, by=request.user, **form.cleaned_data)
    except Order.DoesNotExist:
        raise Http404 from None
    except Refused as refused:
        return show_order(request, order_of(request, number), status=409, refused=refused.refusal, ship=form)
    messages.success(request, f"You shipped the order. {order.buyer.name} has been told.")
    return redirect(order)
