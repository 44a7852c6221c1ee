"""Support takes a return through its steps, on the page of its case."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from anam.orders.models import Order, OrderReturn
from anam.orders.returns.agree_return import agree_return
from anam.orders.returns.ask_return import ask_return
from anam.orders.returns.receive_return import receive_return
from anam.orders.returns.refuse_return import refuse_return
from anam.orders.returns.return_validation import why_no_return
from anam.orders.returns.send_back_form import SendBackForm
from anam.orders.returns.send_return import send_return
from anam.refusals import Refusal
from anam.support.return_forms import (
    AgreeForm,
    AskForm,
    RefuseForm,
    lines_to_send_back,
    quantities_of,
    stock_of,
)
from anam.support.views.case import show_case
from anam.support.views.order import order_on_desk
from anam.web.handling import handles
from anam.web.requests import MemberRequest, support_required


def _show_ask(
    request: MemberRequest, number: str, *, refused: Refusal | None = None, status: int = 200
) -> HttpResponse:
    order = order_on_desk(number)
    shown = {
        "order": order,
        "form": AskForm.read(request),
        "lines": lines_to_send_back(order, request.POST),
        "over": why_no_return(order),
        "refused": refused,
    }
    return render(request, "support/open_return.html", shown, status=status)


@support_required
@handles(refused=_show_ask)
def ask(request: MemberRequest, number: str) -> HttpResponse:
    """Support opens a return for the buyer. Safe to click twice."""
    order_on_desk(number)
    if request.method != "POST":
        return _show_ask(request, number)
    words = AskForm(request.POST).typed["words"]
    one = ask_return(number, by=request.user, words=words, quantities=quantities_of(request.POST))
    messages.success(request, "The return is open. Its steps stand on top of the case.")
    return redirect("case", one.case_id)


def _found(pk: int) -> OrderReturn:
    return get_object_or_404(OrderReturn.objects.for_page(), pk=pk)


def _shows_refused(verb: str) -> Callable[..., HttpResponse]:
    """The page of the case, with what was sent to the step `verb`."""

    def show(request: MemberRequest, pk: int, *, refused: Refusal, status: int) -> HttpResponse:
        typed: dict[str, Any] = {"return_step": verb, "refused": refused}
        return show_case(request, _found(pk).case_id, status=status, **typed)

    return show


@support_required
@handles(refused=_shows_refused("agree"), not_found=Order.DoesNotExist)
def agree(request: MemberRequest, pk: int) -> HttpResponse:
    """Where the buyer sends it."""
    one = _found(pk)
    if request.method == "POST":
        agree_return(one.order.number, pk, by=request.user, words=AgreeForm(request.POST).typed["words"])
        messages.success(request, f"{one.order.buyer.name} is being told where to send it, and by when.")
    return redirect("case", one.case_id)


@support_required
@handles(refused=_shows_refused("sent"), not_found=Order.DoesNotExist)
def sent(request: MemberRequest, pk: int) -> HttpResponse:
    """It is on its way, as the buyer has told support."""
    one = _found(pk)
    if request.method == "POST":
        send_return(one.order.number, pk, by=request.user, **SendBackForm(request.POST).typed)
        messages.success(request, "It is on record as on its way back.")
    return redirect("case", one.case_id)


@support_required
@handles(refused=_shows_refused("received"), not_found=Order.DoesNotExist)
def received(request: MemberRequest, pk: int) -> HttpResponse:
    """What came back, and whether it can be sold again."""
    one = _found(pk)
    if request.method == "POST":
        came, stock = quantities_of(request.POST), stock_of(request.POST)
        receive_return(one.order.number, pk, by=request.user, quantities=came, stock=stock)
        messages.success(request, "What came back is on record. The refund is next.")
    return redirect("case", one.case_id)


@support_required
@handles(refused=_shows_refused("refuse"), not_found=Order.DoesNotExist)
def refuse(request: MemberRequest, pk: int) -> HttpResponse:
    """It is not taken back: the case ends with why."""
    one = _found(pk)
    if request.method == "POST":
        words, seen = RefuseForm(request.POST).typed["words"], request.POST.get("seen", "")
        refuse_return(one.order.number, pk, by=request.user, words=words, seen=seen)
        messages.success(request, "The return is refused. Both sides are being told why.")
    return redirect("case", one.case_id)
