"""Asking support to decline an order for its maker (D6), with the same sheet; and taking it back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from anam.orders.escalation.ask_support import ask_support
from anam.orders.escalation.take_back_from_support import take_back_from_support
from anam.orders.forms import CancellationForm
from anam.orders.models import Order
from anam.orders.views.cancel_sheet import sheet_of, show_refused, show_sheet, to_the_order
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
    """What the sheet sends where the maker cannot decline the order themselves."""
    if request.method != "POST":  # asked for where the buyer has not been reached; or signed in again, as it was typed
        kept = take_draft(request)
        sheet = sheet_of(request, kept, order_of(request, number), asks_support=True)
        return show_sheet(request, sheet.order, sheet.with_kept() if kept else sheet)
    form = CancellationForm.read(request.POST)
    if form.wrong_quantities:
        sheet = sheet_of(request, request.POST, order_of(request, number), asks_support=True)
        return show_sheet(request, sheet.order, sheet.with_errors(), status=422)
    ask_support(
        number,
        maker=request.maker,
        by=request.user,
        reason=form.reason,
        explanation=form.explanation,
        note=form.note,
        quantities=form.quantities,
        stock=form.stock,
        sheet=form.sheet,
    )
    return to_the_order(request, order_of(request, number))


@maker_required
@handles(refused=show_order)
def take_back(request: MakerRequest, number: str) -> HttpResponse:
    """The maker need not be helped any more."""
    order = order_of(request, number)
    if request.method == "POST":
        take_back_from_support(number, maker=request.maker, by=request.user)
        messages.success(request, "You withdrew your request. The order is as it was; support does nothing about it.")
    return redirect(order)
