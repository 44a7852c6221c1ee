"""Adding to the history: one statement writes the entry and rings the bell, a job tells the rest."""

import json
from datetime import UTC, datetime
from typing import Any, Protocol

from django.db import connection

from anam import jobs
from anam.history.models import Entry
from anam.history.sentences import check_sentence
from anam.notifications.channels import bell
from anam.notifications.registry import told_of_entry
from anam.people.models import User


class OrderRow(Protocol):
    """The columns of an order that its history needs."""

    id: int
    maker_id: int
    buyer_id: int
    policy_id: int


_RECORD = f"""
WITH entry AS (
  INSERT INTO history_entry (order_id, maker_id, kind, actor_id, actor_as, at, policy_id, facts)
  VALUES (%(order)s, %(maker)s::bigint, %(kind)s, %(actor)s, %(actor_as)s,
          coalesce(%(at)s::timestamptz, clock_timestamp()), %(policy)s, %(facts)s)
  RETURNING id
), {bell.NOTICES}
SELECT id FROM entry
"""  # noqa: S608 - nothing but our own words


def record(
    order: OrderRow,
    *,
    kind: str,
    by: User | None,
    acting_as: str,
    at: datetime | None = None,
    tell_at: datetime | None = None,
    **facts: Any,
) -> None:
    """Add an entry to the history of `order`, and tell those whom its kind concerns: orders/notifications.py. D10, D12.

    `acting_as` is "maker", "buyer", "support" or "anam" (nobody: the clock, the gateway). `at` is the moment it
    happened in UTC, the database's clock if not given. `facts` are what the sentence needs; without one of them it
    raises Unworded. What can be undone is told in words only `tell_at` a moment in UTC,
    of the database's clock.
    """
    check_sentence(Entry(kind=kind, actor=by, actor_as=acting_as, at=at or datetime.now(UTC), facts=facts))
    told = told_of_entry(kind, facts)
    with connection.cursor() as cursor:
        cursor.execute(
            _RECORD,
            {
                "order": order.id,
                "maker": order.maker_id,
                "buyer": order.buyer_id,
                "policy": order.policy_id,
                "kind": kind,
                "actor": by.pk if by else None,
                "actor_as": acting_as,
                "at": at,
                "facts": json.dumps(facts, default=str),
                "told": [one.to for one in told],
            },
        )
        (entry_id,) = cursor.fetchone()
    if any(one.content for one in told):
        jobs.defer(jobs.to_do("notifications.notify", at=tell_at, entry_id=entry_id))
