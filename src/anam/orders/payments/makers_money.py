"""A maker's money by order: what was charged, what went back, and what is due to them (M7)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from anam.orders.payments.period import Period
from anam.orders.status import Status
from anam.people.models import Maker
from anam.sql import fetch_all

# What is still only authorised is nobody's yet: it is not in here.
_SUMS = """
coalesce(sum(CASE m.moved WHEN 'captured' THEN m.amount
                          WHEN 'capture_failed' THEN -m.amount END), 0)::bigint AS charged,
coalesce(sum(CASE m.moved WHEN 'refunded' THEN m.amount
                          WHEN 'refund_failed' THEN -m.amount END), 0)::bigint AS went_back,
coalesce(sum(CASE m.moved WHEN 'disputed' THEN m.amount WHEN 'dispute_won' THEN -m.amount END), 0)::bigint AS disputed
"""
_MOVED = """
FROM payment_movement m
JOIN payment p ON p.id = m.payment_id
JOIN orders_order o ON o.id = p.order_id
WHERE m.maker_id = %(maker)s
  AND m.moved IN ('captured', 'capture_failed', 'refunded', 'refund_failed', 'disputed', 'dispute_won')
  AND m.at >= coalesce(%(start)s::timestamptz, '-infinity') AND m.at < coalesce(%(end)s::timestamptz, 'infinity')
"""
_BY_ORDER = f"""
SELECT moved.id, moved.last_at, moved.currency, moved.held_by, moved.charged, moved.went_back, moved.disputed,
       o.number, o.status, buyer.name AS buyer
FROM (
  SELECT p.id, max(m.at) AS last_at, p.order_id, p.currency, p.holder_name AS held_by, {_SUMS}
  {_MOVED}
  GROUP BY p.id
  HAVING %(after_at)s::timestamptz IS NULL OR (max(m.at), p.id) < (%(after_at)s::timestamptz, %(after_id)s::bigint)
  ORDER BY 2 DESC, 1 DESC LIMIT %(most)s
) moved
JOIN orders_order o ON o.id = moved.order_id
JOIN buyer ON buyer.id = o.buyer_id
ORDER BY 2 DESC, 1 DESC
"""  # noqa: S608 - nothing but our own words
# Those of one currency that the marketplace took, then those that somebody else holds.
_BY_CURRENCY = f"""
SELECT p.currency, p.holder_name AS held_by, o.status, {_SUMS}
{_MOVED}
GROUP BY p.currency, p.holder_name, o.status ORDER BY p.holder_name <> '', 1, 2
"""
PAGE = 50
_FULFILLED = (Status.SHIPPED, Status.COMPLETED)


@dataclass(frozen=True)
class _Moved:
    currency: str
    held_by: str
    status: str
    charged: int
    went_back: int
    disputed: int


@dataclass(frozen=True)
class _MovedOfOrder(_Moved):
    id: int
    last_at: datetime
    number: str
    buyer: str


@dataclass(frozen=True)
class Sums:
    """Minor units of `currency`; `held_by` is the name of the other system that holds it, "" where we took it.

    `due` to the maker: of orders that have shipped, what was charged less what went back or is disputed. Nothing of
    what somebody else holds.
    """

    currency: str
    held_by: str
    charged: int
    went_back: int
    disputed: int
    due: int

    @property
    def where(self) -> str:
        """Whose hands it is in, where it is not in ours."""
        return "on invoice" if self.held_by == "invoice" else f"held by {self.held_by}" if self.held_by else ""


@dataclass(frozen=True)
class OrderMoney:
    """What moved for one order in a period; `id` is its payment's, `last_at` when something moved last."""

    id: int
    last_at: datetime
    number: str
    status: Status
    buyer: str
    sums: Sums

    @property
    def waits(self) -> bool:
        """Whether what was charged is due once it ships."""
        is_open = self.status in (Status.PLACED, Status.ACCEPTED)
        return is_open and not self.sums.held_by and self.sums.charged > self.sums.went_back + self.sums.disputed


def money_by_order(
    maker: Maker, period: Period, *, after: tuple[datetime, int] | None = None, most: int = PAGE
) -> list[OrderMoney]:
    """The orders whose money moved in `period`, the newest movement first, after the one at (last_at, id)."""
    after_at, after_id = after or (None, None)
    facts = {"after_at": after_at, "after_id": after_id, "most": most}
    rows = fetch_all(_MovedOfOrder, _BY_ORDER, {**_asked(maker, period), **facts})
    return [OrderMoney(row.id, row.last_at, row.number, Status(row.status), row.buyer, _sums(row)) for row in rows]


def sums_of(maker: Maker, period: Period) -> list[Sums]:
    """What moved in `period` in all, by currency: what we took first, then what each other system holds."""
    found: dict[tuple[str, str], Sums] = {}
    for row in fetch_all(_Moved, _BY_CURRENCY, _asked(maker, period)):
        before = found.get((row.currency, row.held_by))
        found[row.currency, row.held_by] = _added(before, _sums(row)) if before else _sums(row)
    return list(found.values())


def _asked(maker: Maker, period: Period) -> dict[str, Any]:
    return {"maker": maker.pk, "start": period.start, "end": period.end}


def _sums(row: _Moved) -> Sums:
    due = 0 if row.held_by or row.status not in _FULFILLED else row.charged - row.went_back - row.disputed
    return Sums(row.currency, row.held_by, row.charged, row.went_back, row.disputed, due)


def _added(one: Sums, other: Sums) -> Sums:
    sums = {name: getattr(one, name) + getattr(other, name) for name in ("charged", "went_back", "disputed", "due")}
    return Sums(one.currency, one.held_by, **sums)
