"""Asking support to decline an order for its maker (D6), with the same pop-up; and taking it back."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from anam.orders.escalation.ask_support import ask_support
from anam.orders.escalation.take_back_from_support import take_back_from_support
from anam.orders.forms import CancellationForm
from anam.orders.models import Order
from anam.orders.views.decline import show_pop_up, show_refused, to_the_order
from anam.orders.views.order import order_of, show_order
from anam.refusals import Refused
from anam.web.drafts import take_draft
from anam.web.requests import MakerRequest, maker_required


@maker_required
def ask(request: MakerRequest, number: str) -> HttpResponse:
    """What the pop-up sends where the maker cannot decline the order themselves."""
    if request.method != "POST":  # asked for where the buyer has not been reached; or signed in again, as it was typed
        kept = take_draft(request)
        order, form = order_of(request, number), CancellationForm.read(kept)
        return show_pop_up(request, order, form, kept=bool(kept), asks_support=True)
    form = CancellationForm.read(request.POST)
    if form.wrong_quantities:
        return show_pop_up(request, order_of(request, number), form, checked=True, status=422, asks_support=True)
    try:
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
    except Order.DoesNotExist:
        raise Http404 from None
    except Refused as refused:
        if refused.refusal.code != "support_is_handling":  # else it was a double click, or the other member's
            return show_refused(request, order_of(request, number), form, refused, asks_support=True)
    return to_the_order(request, order_of(request, number))


@maker_required
def take_back(request: MakerRequest, number: str) -> HttpResponse:
    """The maker need not be helped any more."""
    order = order_of(request, number)
    if request.method == "POST":
        try:
            take_back_from_support(number, maker=request.maker, by=request.user)
        except Order.DoesNotExist:
            raise Http404 from None
        except Refused as refused:
            return show_order(request, order_of(request, number), status=409, refused=refused.refusal)
        messages.success(request, "You took it back. The order is as it was; support does nothing about it.")
    return redirect(order)
