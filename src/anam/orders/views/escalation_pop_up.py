"""Asking support to decline an order for its maker (D6), with the same pop-up; and taking it back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from anam.orders.escalation.ask_support import ask_support
from anam.orders.escalation.take_back_from_support import take_back_from_support
from anam.orders.forms import CancellationForm
from anam.orders.models import Order
from anam.orders.views.decline_pop_up import show_pop_up, show_refused, to_the_order
from anam.orders.views.order_page import order_of, show_order
from anam.refusals import Refusal
from anam.web.drafts import take_draft
from anam.web.handling import handles
from anam.web.requests import MakerRequest, maker_required


def _show_refused(request: MakerRequest, number: str, *, refused: Refusal, status: int) -> HttpResponse:
    if refused.code == "support_is_handling":  # a double click, or the other member's
        return to_the_order(request, order_of(request, number))
    return show_refused(request, number, refused=refused, status=status, asks_support=True)


@maker_required
@handles(refused=_show_refused, not_found=Order.DoesNotExist)
def ask(request: MakerRequest, number: str) -> HttpResponse:
    """What the pop-up sends where the maker cannot decline the order themselves."""
    if request.method != "POST":  # asked for where the buyer has not been reached; or signed in again, as it was typed
        kept = take_draft(request)
        order, form = order_of(request, number), CancellationForm.read(kept)
        return show_pop_up(request, order, form, kept=bool(kept), asks_support=True)
    form = CancellationForm.read(request.POST)
    if form.wrong_quantities:
        return show_pop_up(request, order_of(request, number), form, checked=True, status=422, asks_support=True)
    ask_support(
        number,
        maker=request.maker,
        by=request.user,
        reason=form.reason,
        explanation=form.explanation,
        note=form.note,
        quantities=form.quantities,
        stock=form.stock,
    )
    return to_the_order(request, order_of(request, number))


@maker_required
@handles(refused=show_order)
def take_back(request: MakerRequest, number: str) -> HttpResponse:
    """The maker need not be helped any more."""
    order = order_of(request, number)
    if request.method == "POST":
        take_back_from_support(number, maker=request.maker, by=request.user)
        messages.success(request, "You took it back. The order is as it was; support does nothing about it.")
    return redirect(order)
