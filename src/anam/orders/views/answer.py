"""The maker's answer to what the buyer asked for, in the Editing Order view."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from anam.orders.forms import text
from anam.orders.models import Order
from anam.orders.requests.accept_request import accept_request
from anam.orders.requests.decline_request import decline_request
from anam.orders.views.order_page import show_order
from anam.web.drafts import sent_or_kept
from anam.web.handling import handles
from anam.web.requests import MakerRequest, maker_required


def _show(request: MakerRequest, number: str, **more: Any) -> HttpResponse:
    typed = sent_or_kept(request)
    answer, no = text(typed, "answer", most=1000), text(typed, "refusal")
    return show_order(request, number, answer=answer, refusal_words=no, **more)


@maker_required
@handles(refused=_show, not_found=Order.DoesNotExist)
def accept(request: MakerRequest, number: str) -> HttpResponse:
    """As you wish: cancelled, or made smaller."""
    if request.method != "POST":
        return _show(request, number)
    order = accept_request(
        number,
        among=Order.objects.of_maker(request.maker),
        by=request.user,
        acting_as="maker",
        words=text(request.POST, "answer", most=1000),
        preview_token=text(request.POST, "preview_token", most=64),
    )
    messages.success(request, f"It is done, as {order.buyer.name} wished. It does not count against you.")
    return redirect(order)


@maker_required
@handles(refused=_show, not_found=Order.DoesNotExist)
def decline(request: MakerRequest, number: str) -> HttpResponse:
    """No, and why not."""
    if request.method != "POST":
        return _show(request, number)
    order = decline_request(
        number,
        among=Order.objects.of_maker(request.maker),
        by=request.user,
        acting_as="maker",
        words=text(request.POST, "refusal"),
    )
    messages.success(request, f"{order.buyer.name} is told why the order stands.")
    return redirect(order)
