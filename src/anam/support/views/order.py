"""An order as support sees it: everything, and nothing to click by mistake."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from anam.clock import database_now
from anam.orders.models import Order
from anam.orders.page_queries import entries_of, find_order
from anam.orders.refunds.validation import why_no_refund
from anam.orders.returns.return_validation import why_no_return
from anam.support.case_context import case_context
from anam.support.money_ways import money_ways
from anam.web.handling import or_404
from anam.web.requests import MemberRequest, support_required


@support_required
def order_page(request: MemberRequest, number: str) -> HttpResponse:
    """One order of any maker, with its whole history."""
    return show_order(request, number)


def order_on_desk(number: str) -> Order:
    """The order of that number, whosever it is; else 404."""
    return or_404(find_order(number))


def show_order(request: MemberRequest, number: str, *, status: int = 200, **more: Any) -> HttpResponse:
    """The page of an order; `more` is what a form that came back has to say."""
    entries = entries_of(number)  # before the money
    order = order_on_desk(number)
    now, no_refund = database_now(), why_no_refund(order)
    facts = {
        **money_ways(order, now=now, shown=more),
        "can_record": no_refund is not None and why_no_refund(order, by_hand=True) is None,
        "can_return": why_no_return(order) is None,
        "can_refund": no_refund is None,
        "refunds": order.refunds.select_related("by").prefetch_related("lines__line").order_by("pk"),
        **more,
    }
    shown = {"now": now, **case_context(order, None, entries=entries, now=now), **facts}
    return render(request, "support/order.html", shown, status=status)
