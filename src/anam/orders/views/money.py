"""Maker Portal → Money: what was charged, what went back, and what is due."""

from django.http import HttpResponse
from django.shortcuts import render

from anam.clock import database_now
from anam.orders.forms import PeriodForm
from anam.orders.payments.makers_money import PAGE, money_by_order, sums_of
from anam.orders.payments.period import NAMED, read_period
from anam.web.cursors import cursor_at, read_cursor
from anam.web.requests import MakerRequest, maker_required


@maker_required
def money(request: MakerRequest) -> HttpResponse:
    """The maker's money of a period, by order, newest first; what is only authorised is not in it."""
    period = read_period(request.GET, now=database_now())
    after = read_cursor(request.GET.get("after", ""))
    found = money_by_order(request.maker, period, after=after, most=PAGE + 1)
    sums = sums_of(request.maker, period)
    last = found[PAGE - 1] if len(found) > PAGE else None
    return render(
        request,
        "orders/money.html",
        {
            "period": period,
            "form": PeriodForm(period),
            "periods": NAMED.items(),
            "sums": sums,
            "disputed": any(one.disputed for one in sums),
            "orders": found[:PAGE],
            "next": cursor_at(last.last_at, last.id) if last else "",
            "continued": after is not None,
        },
    )
