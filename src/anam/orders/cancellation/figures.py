"""A maker's figures: how often they decline, by whose fault (D14). What the buyer asked for never counts."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from anam.orders.status import Status, in_time_sql
from anam.people.models import Maker
from anam.sql import fetch_all, fetch_one

PERIOD = timedelta(days=90)
MIN_FOR_A_SHARE = 20

# Of a big maker most orders are only counted: from the index of their status, without reading them.
_RECENT = "o.maker_id = %(maker)s::bigint AND o.placed_at > %(since)s::timestamptz"
_FIGURES = f"""
SELECT * FROM (
  SELECT coalesce(sum(amount), 0)::int AS orders,
         coalesce(sum(amount) FILTER (WHERE status IN ('shipped', 'completed')), 0)::int AS fulfilled
  FROM (SELECT o.status, count(*) AS amount FROM orders_order o
        WHERE {_RECENT} AND o.status IN ({", ".join(f"'{status}'" for status in Status)}) GROUP BY o.status) of_status
) placed, (
  SELECT count(*) AS unanswered FROM orders_order o
  WHERE {_RECENT} AND o.status = 'placed' AND NOT {in_time_sql("%(now)s::timestamptz", of="o.")}
) past_deadline, (
  SELECT count(*) FILTER (WHERE c.on_behalf_of = 'maker' AND r.counts) AS declined,
         count(*) FILTER (WHERE c.on_behalf_of = 'maker' AND r.counts AND NOT c.in_time) AS late,
         count(*) FILTER (WHERE c.on_behalf_of = 'maker' AND NOT r.counts AND r.fault <> 'buyer') AS not_counted,
         count(*) FILTER (WHERE c.on_behalf_of <> 'marketplace' AND r.fault = 'buyer') AS buyer_requested
  FROM orders_order o
  JOIN cancellation c ON c.order_id = o.id AND c.final
  JOIN cancellation_reason r ON r.id = c.reason_id
  WHERE {_RECENT} AND o.status IN ('declined', 'cancelled')
) ended, (
  SELECT count(*) AS part_lines, coalesce(sum(taken.quantity), 0)::int AS part_pieces
  FROM orders_order o
  JOIN cancellation c ON c.order_id = o.id AND NOT c.final AND c.on_behalf_of = 'maker'
  JOIN cancellation_reason r ON r.id = c.reason_id AND r.counts
  JOIN cancelled_line taken ON taken.cancellation_id = c.id
  WHERE {_RECENT} AND o.removed > 0
) parts
"""  # noqa: S608 - nothing but our own words
_OF_ALL = f"""
SELECT wanted.id AS maker, figures.* FROM unnest(%(makers)s::bigint[]) wanted (id),
  LATERAL ({_FIGURES.replace("%(maker)s::bigint", "wanted.id")}) figures
"""  # noqa: S608 - nothing but our own words


@dataclass(frozen=True)
class Figures:
    """A maker's orders of the last 90 days, counted. The share counts whole orders; parts stand beside it (D14)."""

    orders: int
    fulfilled: int
    unanswered: int
    declined: int  # that count against the maker
    late: int  # … of which late
    not_counted: int  # declined by the maker, for a reason that is nobody's fault
    buyer_requested: int
    part_lines: int  # of orders that went on: lines that the maker declined, whole or in part, and that count
    part_pieces: int  # … and how many pieces of them

    @property
    def share(self) -> str:
        """Of all orders, how many the maker declined: a share only where there are enough to mean something (D14)."""
        if self.orders < MIN_FOR_A_SHARE:
            return ""
        return f"{self.declined / self.orders:.1%}"


def figures_of(maker: Maker, *, now: datetime) -> Figures:
    """The figures of `maker` for orders placed in the 90 days before `now` (UTC). One statement."""
    return fetch_one(Figures, _FIGURES, {"maker": maker.pk, "now": now, "since": now - PERIOD})


def figures_of_all(makers: Collection[Maker], *, now: datetime) -> dict[int, Figures]:
    """The same of several makers, by their ids. One statement."""
    asked = {"makers": [maker.pk for maker in makers], "now": now, "since": now - PERIOD}
    found = fetch_all(dict[str, int], _OF_ALL, asked)
    return {figures.pop("maker"): Figures(**figures) for figures in found}
