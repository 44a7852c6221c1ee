"""Telling the buyer: what do we tell them?"""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from anam.orders.actions.contact import contact
from anam.orders.contact import conversation_of, suggested_message, why_not_write
from anam.orders.forms import text
from anam.orders.models import Order
from anam.orders.status import OPEN
from anam.orders.views.order import order_of
from anam.refusals import Refusal, Refused
from anam.web.drafts import take_draft
from anam.web.requests import MakerRequest, for_makers


@for_makers
def tell_buyer(request: MakerRequest, number: str) -> HttpResponse:
    """A message to the buyer about this order; with it, the order may be cancelled (D3)."""
    order = order_of(request, number)
    if request.method != "POST":
        kept = text(take_draft(request), "message")
        cannot_fulfil = order.status in OPEN and order.contacted_at is None and "plain" not in request.GET
        suggestion = suggested_message(order, writer=request.user.first_name) if cannot_fulfil else ""
        return _form(request, order, kept or suggestion)
    message = text(request.POST, "message")
    try:
        contact(number, maker=request.maker, by=request.user, message=message)
    except Order.DoesNotExist:
        raise Http404 from None
    except Refused as refused:
        return _form(request, order, message, refused=refused.refusal, status=409)
    messages.success(request, f"Your message is on its way to {order.buyer.name}.")
    return redirect(f"{order.get_absolute_url()}#cannot-fulfil")


def _form(
    request: MakerRequest, order: Order, message: str, *, refused: Refusal | None = None, status: int = 200
) -> HttpResponse:
    cannot_write = why_not_write(order, conversation_of(order))
    shown = {"order": order, "message": message, "refused": refused, "cannot_write": cannot_write}
    return render(request, "orders/contact.html", shown, status=status)
