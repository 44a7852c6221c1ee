"""Keyset pages of orders: the hundred-thousandth page costs what the first does."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from anam.orders.models import Order
from anam.orders.queries import OrderQuerySet

PAGE = 25
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Page:
    """Some orders, and the cursor of the next ones ("" where these are the last)."""

    orders: list[Order]
    next: str


def page_of(orders: OrderQuerySet, *, cursor: str, soonest_first: bool) -> Page:
    """The orders after `cursor`: by deadline, or newest first. A cursor that makes no sense is the first page."""
    after = _read(cursor)
    ordered = orders.soonest_first(after) if soonest_first else orders.newest_first(after)
    found = list(ordered.for_list().prefetch_related("lines")[: PAGE + 1])
    if len(found) <= PAGE:
        return Page(found, "")
    last = found[PAGE - 1]
    moment = last.decline_by if soonest_first else last.placed_at
    return Page(found[:PAGE], f"{_micros(moment)}.{last.pk}")


def _micros(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(microseconds=1)


def _read(cursor: str) -> tuple[datetime, int] | None:
    try:
        micros, pk = cursor.split(".")
        if not 0 < int(pk) < 2**63:
            return None
        return _EPOCH + timedelta(microseconds=int(micros)), int(pk)
    except (ValueError, OverflowError):
        return None
