"""The buyer's own wish, on the buyer's side: asking to cancel or to remove lines, and taking it back."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from anam.clock import database_now
from anam.orders.actions.ask_to_cancel import ask_to_cancel
from anam.orders.actions.take_back_request import take_back_request
from anam.orders.forms import text
from anam.orders.models import Order
from anam.orders.plan import plan_calling_off, read_facts
from anam.orders.requests import latest_request, why_not_ask
from anam.orders.views.buyer import order_of_buyer
from anam.refusals import Refusal, Refused
from anam.web.drafts import take_draft
from anam.web.requests import BuyerRequest, for_buyers


@for_buyers
def ask(request: BuyerRequest, number: str) -> HttpResponse:
    """May I still cancel, or have less of it?"""
    order = order_of_buyer(request, number)
    if request.method != "POST":
        return _show(request, order, take_draft(request))
    whole = text(request.POST, "what", most=8) != "part"
    try:
        ask_to_cancel(
            number, buyer=request.buyer, by=request.user, words=text(request.POST, "words"),
            quantities=None if whole else read_quantities(request.POST),
        )  # fmt: skip
    except Order.DoesNotExist:
        raise Http404 from None
    except Refused as refused:
        if refused.refusal.code == "request_open":  # a double click, or the other member of the shop
            return redirect("buyer-order", number)
        return _show(request, order_of_buyer(request, number), request.POST, refused=refused.refusal, status=409)
    messages.success(request, f"{order.maker.name} has been asked, and you hear from them here and by e-mail.")
    return redirect("buyer-order", number)


@for_buyers
def take_back(request: BuyerRequest, number: str) -> HttpResponse:
    """I want it after all."""
    order_of_buyer(request, number)
    if request.method == "POST":
        try:
            take_back_request(number, buyer=request.buyer, by=request.user)
        except Order.DoesNotExist:
            raise Http404 from None
        except Refused as refused:
            messages.warning(request, refused.refusal.message)
        else:
            messages.success(request, "You took it back. The order goes on as it was.")
    return redirect("buyer-order", number)


def read_quantities(posted: QueryDict) -> Mapping[int, int]:
    """How many of which line, by its id, of the fields `remove-<id>`; what is no number is none."""
    found = {}
    for name in posted:
        line, number = name.removeprefix("remove-"), text(posted, name, most=9)
        if line != name and line.isdecimal() and len(line) < 19 and number.isdecimal() and number.isascii():
            found[int(line)] = int(number)
    return found


def _show(
    request: BuyerRequest, order: Order, typed: QueryDict, *, refused: Refusal | None = None, status: int = 200
) -> HttpResponse:
    plan = plan_calling_off(order, read_facts(order))
    quantities = read_quantities(typed)
    shown: dict[str, Any] = {
        "order": order,
        "why_not": why_not_ask(order, latest_request(order), now=database_now()),
        "refused": refused,
        "whole": text(typed, "what", most=8) != "part",
        "words": text(typed, "words"),
        "lines": [(line, quantities.get(line.pk, "")) for line in order.lines.all()],
        "plan": plan,
        "payment": getattr(order, "payment", None),
    }
    return render(request, "orders/ask_to_cancel.html", shown, status=status)
