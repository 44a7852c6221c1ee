"""Keyset pages of orders: the hundred-thousandth page costs what the first does. What is no search is compiled once.

Each order that they find has its `shown_lines`.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.db.models import BigIntegerField, DateTimeField

from anam.compiled import Bound, CompiledQuery, any_of
from anam.orders.models import Line, Order
from anam.orders.queries import OrderQuerySet
from anam.orders.status import Status
from anam.people.models import Buyer, Maker
from anam.sql import planned_for_its_words
from anam.web.cursors import BOUND_CURSOR, bound_to, cursor_at, read_cursor

PAGE = 25


@dataclass(frozen=True)
class Page:
    """Some orders, and the cursor of the next ones ("" where these are the last)."""

    orders: list[Order]
    next: str


def page_of_tab(maker: Maker, tab: str, *, now: datetime, cursor: str, soonest_first: bool) -> Page:
    """The orders of a tab after `cursor`: by deadline, or newest first. What makes no sense is the first page."""
    after = read_cursor(cursor)
    query = _tab_query(tab, soonest_first, bool(after), PAGE + 1)
    return _page(query.all(**_values(maker, tab, now, after)), soonest_first=soonest_first)


def first_of_tab(maker: Maker, tab: str, *, now: datetime, most: int) -> list[Order]:
    """The orders of a tab that press most."""
    return _with_lines(_tab_query(tab, True, False, most).all(**_values(maker, tab, now, None)))


def page_of_search(maker: Maker, text: str, *, cursor: str) -> Page:
    """The orders that match `text` after `cursor`, newest first."""
    found = Order.objects.of_maker(maker).matching(text).newest_first(read_cursor(cursor))
    with planned_for_its_words():
        orders = list(found.for_list()[: PAGE + 1])
    return _page(orders, soonest_first=False)


def page_of_buyer(buyer: Buyer, *, cursor: str) -> Page:
    """A buyer's orders after `cursor`, newest first."""
    after = read_cursor(cursor)
    found = _buyer_query(bool(after)).all(buyer=buyer.pk, **bound_to(after))
    return _page(found, soonest_first=False)


def _page(found: list[Order], *, soonest_first: bool) -> Page:
    """The page that begins with what was found: it and one more."""
    if len(found) <= PAGE:
        return Page(_with_lines(found), "")
    last = found[PAGE - 1]
    moment = last.decline_by if soonest_first else last.placed_at
    return Page(_with_lines(found[:PAGE]), cursor_at(moment, last.pk))


def _with_lines(orders: list[Order]) -> list[Order]:
    lines: dict[int, list[Line]] = {order.pk: [] for order in orders}
    for line in _LINES.all(orders=list(lines)) if orders else []:
        lines[line.order_id].append(line)
    for order in orders:
        order.shown_lines = lines[order.pk]
    return orders


_LINES = CompiledQuery(lambda: Line.objects.filter(order__in=any_of("orders", BigIntegerField())))


_BY_THE_CLOCK = ("waiting", "overdue")
# Any: a queryset takes a place for a value wherever it takes the value.
_NOW: Any = Bound("now", DateTimeField())
_MAKER: Any = Bound("maker", BigIntegerField())


@cache
def _tab_query(tab: str, soonest_first: bool, continued: bool, most: int) -> CompiledQuery[Order]:
    def build() -> OrderQuerySet:
        orders = _of_tab(Order.objects.filter(maker=_MAKER), tab)
        return _chosen(orders, soonest_first=soonest_first, continued=continued, most=most)

    return CompiledQuery(build)


def _chosen(orders: OrderQuerySet, *, soonest_first: bool, continued: bool, most: int) -> OrderQuerySet:
    """A page of `orders`. What stands on it is chosen by an index alone, before anything is joined to it.

    So PostgreSQL plans it once for all makers and statuses, and goes through no other orders.
    """

    def ordered(these: OrderQuerySet, after: Any = None) -> OrderQuerySet:
        return these.soonest_first(after) if soonest_first else these.newest_first(after)

    page = ordered(orders, BOUND_CURSOR if continued else None)[:most]
    return ordered(Order.objects.filter(pk__in=page.values("pk"))).for_list()


def _of_tab(orders: OrderQuerySet, tab: str) -> OrderQuerySet:
    match tab:
        case "all":
            return orders
        case "waiting":
            return orders.waiting(now=_NOW)
        case "asking":
            return orders.asking(_MAKER)
        case "overdue":
            return orders.overdue(now=_NOW)
        case _:
            return orders.with_status(Status(tab))


@cache
def _buyer_query(continued: bool) -> CompiledQuery[Order]:
    def build() -> OrderQuerySet:
        orders = Order.objects.filter(buyer=Bound("buyer", BigIntegerField()))
        return _chosen(orders, soonest_first=False, continued=continued, most=PAGE + 1)

    return CompiledQuery(build)


def _values(maker: Maker, tab: str, now: datetime, after: tuple[datetime, int] | None) -> dict[str, Any]:
    clock = {"now": now} if tab in _BY_THE_CLOCK else {}
    return {"maker": maker.pk, **clock, **bound_to(after)}
