from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from anam.people.models import User

_POST = """
WITH talk AS (
  INSERT INTO conversation AS c
    (maker_id, buyer_id, started_by, buyer_wrote_at, last_message_at, maker_read_at, buyer_read_at)
  SELECT %(maker)s::bigint, %(buyer)s::bigint, %(side)s::text, CASE WHEN %(side)s::text = 'buyer' THEN t.at END, t.at,
         CASE WHEN %(side)s::text = 'maker' THEN t.at END, CASE WHEN %(side)s::text = 'buyer' THEN t.at END
  FROM (SELECT coalesce(%(at)s::timestamptz, clock_timestamp()) AS at) t
  ON CONFLICT (maker_id, buyer_id) DO UPDATE SET
    last_message_at = greatest(c.last_message_at, excluded.last_message_at),
    buyer_wrote_at = coalesce(c.buyer_wrote_at, excluded.buyer_wrote_at),
    maker_read_at = coalesce(excluded.maker_read_at, c.maker_read_at),
    buyer_read_at = coalesce(excluded.buyer_read_at, c.buyer_read_at)
  RETURNING id
)
INSERT INTO message (conversation_id, maker_id, order_id, side, author_id, kind, body, sent_at)
SELECT talk.id, %(maker)s::bigint, %(order)s::bigint, %(side)s::text, %(author)s::bigint, %(kind)s::text,
       %(body)s::text, coalesce(%(at)s::timestamptz, clock_timestamp())
FROM talk
RETURNING id, conversation_id, sent_at
"""


@dataclass(frozen=True)
class Posted:
    message_id: int
    conversation_id: int
    sent_at: datetime


def post(
    body: str,
    *,
    maker_id: int,
    buyer_id: int,
    side: str,
    by: User | None,
    order_id: int | None = None,
    kind: str = "letter",
    at: datetime | None = None,
) -> Posted:
    """Add a message to the conversation of a maker and a buyer, opening it if need be. One statement.

    Who may write is decided before (orders.contact, D4); here it is only written down. `at` is UTC, the
    database's clock if not given.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _POST,
            {
                "maker": maker_id,
                "buyer": buyer_id,
                "side": side,
                "author": by.pk if by else None,
                "order": order_id,
                "kind": kind,
                "body": body,
                "at": at,
            },
        )
        row = cursor.fetchone()
    return Posted(*row)
