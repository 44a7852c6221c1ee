"""What closes itself when an order moves on: a case of an escalation (D6), and a buyer's request."""

from datetime import datetime

from django.db import connection

from anam.orders.models import Order
from anam.people.models import User

# `how` says in words what happened; whoever asked reads it. Part of the statement that moves the order, or alone.
SUPERSEDE = """
overtaken_case AS (
  UPDATE support_case SET outcome = 'overtaken', closing_words = %(how)s::text,
         closed_at = greatest(%(at)s::timestamptz, opened_at),
         closed_by_id = %(by)s::bigint
  WHERE order_id = %(order)s::bigint AND closed_at IS NULL
    AND (kind IN ('tell_buyer', 'late_decline') OR (kind = 'request' AND %(requests)s::bool)) {only_if}
  RETURNING id, closed_at
), overtaken_case_entry AS (
  INSERT INTO support_case_entry (case_id, kind, side, author_id, "to", body, at)
  SELECT id, 'event', 'anam', %(by)s::bigint, '', 'Closed by itself. ' || %(how)s::text, closed_at
  FROM overtaken_case
), overtaken_request AS (
  UPDATE cancellation_request SET answer = 'overtaken', answer_words = %(how)s::text, answered_as = 'anam',
         answered_at = %(at)s::timestamptz, answered_by_id = %(by)s::bigint
  WHERE order_id = %(order)s::bigint AND answer = '' AND %(requests)s::bool {only_if}
  RETURNING id
)
"""
_ALONE = f"WITH {SUPERSEDE.format(only_if='')} SELECT (SELECT count(*) FROM overtaken_case)"  # noqa: S608


def supersede(order: Order, *, how: str, by: User | None, at: datetime, requests: bool = True) -> int:
    """`order` has moved on, `how` in words: close its case of an escalation, and with `requests` the buyer's too.

    One statement, in the transaction that moved the order and holds its lock. The answer is how many cases closed.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _ALONE, {"order": order.pk, "how": how, "by": by.pk if by else None, "at": at, "requests": requests}
        )
        row: tuple[int] = cursor.fetchone()
    return row[0]
