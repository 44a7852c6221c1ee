"""A buyer's own request, on the buyer's side: asking to cancel or to remove lines, and taking it back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from anam.clock import database_now
from anam.orders.cancellation.context import load_context
from anam.orders.cancellation.plan import plan_cancellation
from anam.orders.emails.parts import money_words
from anam.orders.models import Order
from anam.orders.requests.ask_to_cancel import ask_to_cancel
from anam.orders.requests.request_form import RequestForm, RequestWords
from anam.orders.requests.request_validation import latest_request, validate_may_ask
from anam.orders.requests.take_back_request import take_back_request
from anam.orders.views.buyer import order_of_buyer
from anam.refusals import Refusal
from anam.web.drafts import take_draft
from anam.web.handling import handles
from anam.web.requests import BuyerRequest, buyer_required


def _show_refused(request: BuyerRequest, number: str, *, refused: Refusal, status: int) -> HttpResponse:
    if refused.code == "request_open":  # a double click, or the other member of the shop
        return redirect("buyer-order", number)
    form = RequestForm.read(request.POST)
    return _show(request, order_of_buyer(request, number), form, wrong=refused.message, status=status)


@buyer_required
@handles(refused=_show_refused)
def ask(request: BuyerRequest, number: str) -> HttpResponse:
    """May I still cancel, or have less of it?"""
    order = order_of_buyer(request, number)
    if request.method != "POST":
        return _show(request, order, RequestForm.read(take_draft(request)))
    form = RequestForm.read(request.POST)
    if form.wrong and validate_may_ask(order, latest_request(order), now=database_now()) is None:
        return _show(request, order, form, wrong=form.wrong, status=422)
    ask_to_cancel(
        number,
        buyer=request.buyer,
        by=request.user,
        words=form.words,
        quantities=form.quantities if form.what == "part" else None,
    )
    messages.success(request, f"{order.maker.name} has been asked, and you hear from them here and by email.")
    return redirect("buyer-order", number)


@buyer_required
@handles(refused="buyer-order")
def take_back(request: BuyerRequest, number: str) -> HttpResponse:
    """I want it after all."""
    order_of_buyer(request, number)
    if request.method == "POST":
        take_back_request(number, buyer=request.buyer, by=request.user)
        messages.success(request, "You took it back. The order goes on as it was.")
    return redirect("buyer-order", number)


def _show(
    request: BuyerRequest, order: Order, form: RequestForm, *, wrong: str = "", status: int = 200
) -> HttpResponse:
    """The form; where nothing can be asked for any more, why not, and what was written."""
    lines = [(line, form.typed.get(line.pk, "")) for line in order.lines.all() if line.left]
    plan = plan_cancellation(order, load_context(order))
    shown: dict[str, Any] = {
        "order": order,
        "why_not": validate_may_ask(order, latest_request(order), now=database_now()),
        "wrong": wrong,
        "form": form,
        "words": RequestWords(initial={"words": form.words}, maker=order.maker.name),
        "lines": lines,
        "only_whole": sum(line.left for line, _ in lines) <= 1,
        "plan": plan,
        "money_words": money_words(plan.money, ahead=True),
        "payment": getattr(order, "payment", None),
    }
    return render(request, "orders/ask_to_cancel.html", shown, status=status)
