"""Adding to the history: one statement writes the entry and the notices of those who are told."""

import json
from datetime import datetime
from typing import Any, Protocol

from django.db import connection

from anam.people.models import User


class OrderRow(Protocol):
    """The columns of an order that its history needs."""

    id: int
    maker_id: int
    buyer_id: int
    policy_id: int


_RECORD = """
WITH entry AS (
  INSERT INTO history_entry (order_id, maker_id, kind, actor_id, actor_as, at, policy_id, facts)
  VALUES (%(order)s, %(maker)s::bigint, %(kind)s, %(actor)s, %(actor_as)s,
          coalesce(%(at)s::timestamptz, clock_timestamp()), %(policy)s, %(facts)s)
  RETURNING id
), notice AS (
  INSERT INTO history_notice (entry_id, user_id, as_party)
  SELECT entry.id, member.user_id, member.party FROM entry, (
    SELECT user_id, 'maker' AS party FROM maker_member WHERE maker_id = %(maker)s::bigint AND %(tell_maker)s::bool
    UNION ALL
    SELECT user_id, 'buyer' FROM buyer_member WHERE buyer_id = %(buyer)s AND %(tell_buyer)s::bool
  ) member ON CONFLICT DO NOTHING
)
SELECT id FROM entry
"""


def record(
    order: OrderRow,
    *,
    kind: str,
    by: User | None,
    acting_as: str,
    at: datetime | None = None,
    tell: tuple[str, ...] = (),
    **facts: Any,
) -> int:
    """Add an entry to the history of `order`, and a notice for each member of the parties in `tell`.

    `acting_as` is "maker", "buyer", "support" or "anam" (nobody: the clock, the gateway). `at` is the
    moment it happened in UTC, the database's clock if not given. `facts` are what the sentence needs.
    The answer is the entry's id. D12.
    """
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
                "tell_maker": "maker" in tell,
                "tell_buyer": "buyer" in tell,
            },
        )
        row: tuple[int] = cursor.fetchone()
    return row[0]
