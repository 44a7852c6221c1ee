"""A maker's figures: how often they decline, by whose fault (D14). What the buyer asked for never counts."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from anam.orders.status import in_time_sql
from anam.people.models import Maker
from anam.sql import fetch_all, fetch_one

PERIOD = timedelta(days=90)
MIN_FOR_A_SHARE = 20

_FIGURES = f"""
SELECT count(*) AS orders,
       count(*) FILTER (WHERE o.status IN ('shipped', 'completed')) AS fulfilled,
       count(*) FILTER (WHERE o.status = 'placed' AND NOT {in_time_sql("%(now)s::timestamptz", of="o.")}) AS unanswered,
       count(*) FILTER (WHERE c.on_behalf_of = 'maker' AND r.counts) AS declined,
       count(*) FILTER (WHERE c.on_behalf_of = 'maker' AND r.counts AND NOT c.in_time) AS late,
       count(*) FILTER (WHERE c.on_behalf_of = 'maker' AND NOT r.counts AND r.fault <> 'buyer') AS not_counted,
       count(*) FILTER (WHERE c.on_behalf_of <> 'marketplace' AND r.fault = 'buyer') AS buyer_requested,
       coalesce(sum(parts.lines), 0)::int AS part_lines, coalesce(sum(parts.pieces), 0)::int AS part_pieces
FROM orders_order o
LEFT JOIN cancellation c ON c.order_id = o.id AND c.final
LEFT JOIN LATERAL (
  SELECT count(*) AS lines, sum(taken.quantity) AS pieces
  FROM cancellation part
  JOIN cancelled_line taken ON taken.cancellation_id = part.id
  JOIN cancellation_reason why ON why.id = part.reason_id
  WHERE o.removed > 0 AND part.order_id = o.id AND NOT part.final AND part.on_behalf_of = 'maker' AND why.counts
) parts ON true
LEFT JOIN cancellation_reason r ON r.id = c.reason_id
WHERE o.maker_id = %(maker)s::bigint AND o.placed_at > %(since)s::timestamptz
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
