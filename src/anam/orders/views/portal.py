"""Maker Portal → Orders: what needs an answer first?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render

from anam.orders.models import Order
from anam.orders.pages import Page, first_of_tab, page_of_search, page_of_tab
from anam.orders.queries import MAX_COUNTED, TABS, count_tabs
from anam.people.models import Maker
from anam.web.requests import MakerRequest, maker_required
from anam.words import place_in

LABELS = {
    "waiting": "To do",
    "asking": "Requests",
    "overdue": "Overdue",
    "accepted": "To ship",
    "shipped": "Shipped",
    "completed": "Completed",
    "declined": "Declined",
    "cancelled": "Cancelled",
    "all": "All",
}
URGENT = ("waiting", "asking", "overdue")
# How many of what stands apart from the list of orders to do are shown on its first page.
PINNED = 5


@dataclass(frozen=True)
class Group:
    """Some orders of the list under one heading; `more` is the tab that has all of them, where these are not all."""

    title: str
    orders: list[Order]
    aside: str = ""
    more: str = ""


@maker_required
def orders(request: MakerRequest) -> HttpResponse:
    """The maker's orders: a tab for each status, the most urgent first; or those that match a search."""
    now, counts = count_tabs(request.maker)
    search = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    asked = request.GET.get("tab", "")
    tab = "all" if search else asked if asked in LABELS else "waiting"
    newest_first = tab not in URGENT or request.GET.get("sort") == "newest"
    continued, cursor = "after" in request.GET, request.GET.get("after", "")
    if search:
        page = page_of_search(request.maker, search, cursor=cursor)
    else:
        page = page_of_tab(request.maker, tab, now=now, cursor=cursor, soonest_first=not newest_first)
    whole = tab == "waiting" and not newest_first and not continued
    shown: dict[str, Any] = {
        "now": now,
        "tab": tab,
        "tabs": [(name, LABELS[name], _at_most(counts[name]), counts[name]) for name in TABS],
        "search": search,
        "page": page,
        "groups": list(
            _to_do(request.maker, page, counts, now=now, zone=place_in(request.user.time_zone))
            if whole
            else _as_they_are(page)
        ),
        "has_orders": any(counts.values()),
        "newest_first": newest_first,
        "can_sort": tab in URGENT,
        "and_search": f"&{urlencode({'q': search})}"
        if search
        else "&sort=newest"
        if newest_first and tab in URGENT
        else "",
        "continued": continued,
    }
    return render(request, "orders/portal.html", shown)


def _at_most(number: int) -> str:
    return f"{number}{'+' if number >= MAX_COUNTED else ''}"


def _as_they_are(page: Page) -> Iterator[Group]:
    if page.orders:
        yield Group("", page.orders)


def _to_do(maker: Maker, page: Page, counts: dict[str, int], *, now: datetime, zone: str) -> Iterator[Group]:
    """What buyers ask for, what has to be decided within a day, the rest, and what is past its deadline."""
    asking = _pinned(maker, "asking", counts, now=now)
    if asking:
        more = "asking" if counts["asking"] > PINNED else ""
        yield Group("Answer first", asking, "they may need to order elsewhere", more)
    pinned = {order.pk for order in asking}
    left = [order for order in page.orders if order.pk not in pinned]
    day = now + timedelta(hours=24)
    if soon := [order for order in left if order.decline_by <= day]:
        yield Group("Decide within a day", soon, zone)
    if later := [order for order in left if order.decline_by > day]:
        yield Group("Later", later, "" if soon else zone)
    if overdue := _pinned(maker, "overdue", counts, now=now):
        yield Group(
            "Past the deadline", overdue, "accept, or ask support", "overdue" if counts["overdue"] > PINNED else ""
        )


def _pinned(maker: Maker, tab: str, counts: dict[str, int], *, now: datetime) -> list[Order]:
    return first_of_tab(maker, tab, now=now, most=PINNED) if counts[tab] else []
