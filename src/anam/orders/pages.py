"""Keyset pages of orders: the hundred-thousandth page costs what the first does."""

from dataclasses import dataclass

from anam.orders.models import Order
from anam.orders.queries import OrderQuerySet
from anam.web.cursors import cursor_at, read_cursor

PAGE = 25


@dataclass(frozen=True)
class Page:
    """Some orders, and the cursor of the next ones ("" where these are the last)."""

    orders: list[Order]
    next: str


def page_of(orders: OrderQuerySet, *, cursor: str, soonest_first: bool) -> Page:
    """The orders after `cursor`: by deadline, or newest first. A cursor that makes no sense is the first page."""
    after = read_cursor(cursor)
    ordered = orders.soonest_first(after) if soonest_first else orders.newest_first(after)
    found = list(ordered.for_list().prefetch_related("lines")[: PAGE + 1])
    if len(found) <= PAGE:
        return Page(found, "")
    last = found[PAGE - 1]
    moment = last.decline_by if soonest_first else last.placed_at
    return Page(found[:PAGE], cursor_at(moment, last.pk))
