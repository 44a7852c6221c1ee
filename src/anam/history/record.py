"""Adding to the history: one statement writes the entry, rings the bell, and writes the job that tells the rest."""

import json
from datetime import UTC, datetime
from typing import Any, Protocol

from anam.history.models import Entry
from anam.history.sentences import check_sentence
from anam.jobs import to_do_in_sql
from anam.notifications.channels import bell
from anam.notifications.registry import told_of_entry
from anam.people.models import User
from anam.sql import send


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
), {bell.NOTICES}, deferred AS (
  SELECT procrastinate_defer_jobs_v1(array_agg(
           jsonb_populate_record(
             NULL::procrastinate_job_to_defer_v1,
             %(job)s::jsonb || jsonb_build_object('args', jsonb_build_object('entry_id', entry.id))))) AS jobs
  FROM entry WHERE %(job)s::jsonb IS NOT NULL HAVING count(*) > 0
)
SELECT (SELECT jobs FROM deferred) FROM entry
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
    in_words = any(one.content for one in told)
    send(
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
            "job": to_do_in_sql("notifications.notify", at=tell_at) if in_words else None,
        },
    )
