"""The page where a buyer confirms or changes the card of an order whose money no bank holds (M6)."""

from contextlib import suppress

from django.http import HttpResponse
from django.shortcuts import redirect, render

from anam.orders.models import Order
from anam.orders.payments.go_on_paying import go_on_paying
from anam.orders.payments.lead_to_pay import lead_to_pay
from anam.orders.payments.paying import amount_to_hold, last_authorisation, why_not_pay
from anam.orders.status import OPEN
from anam.orders.views.buyer import order_of_buyer
from anam.payments.models import Payment
from anam.payments.states import NotConfirmed
from anam.refusals import Refusal
from anam.web.handling import handles
from anam.web.requests import BuyerRequest, buyer_required


def _show(request: BuyerRequest, number: str, *, refused: Refusal | None = None, status: int = 200) -> HttpResponse:
    order = order_of_buyer(request, number)
    payment: Payment | None = getattr(order, "payment", None)
    last = last_authorisation(payment) if payment else None
    shown = {
        "order": order,
        "payment": payment,
        "amount": amount_to_hold(order),
        "why": last.why_words if last else "",
        "not_asked": why_not_pay(order),
        "authorised": bool(payment and payment.is_held and order.status in OPEN),
        "refused": refused,
    }
    return render(request, "orders/pay.html", shown, status=status)


@buyer_required
@handles(refused=_show, not_found=Order.DoesNotExist)
def pay(request: BuyerRequest, number: str) -> HttpResponse:
    """What is asked of the buyer, and why; sent to, it leads to the gateway's page, which leads back here."""
    order = order_of_buyer(request, number)
    if request.method == "POST":
        return redirect(lead_to_pay(number, buyer=request.buyer))
    if payment := getattr(order, "payment", None):
        with suppress(NotConfirmed):  # then a job sees to it, and the page says how things stand
            go_on_paying(payment.pk)
    return _show(request, number)
