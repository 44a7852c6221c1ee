"""What closes itself when an order moves on: a case of an escalation (D6), and a buyer's request."""

from datetime import datetime

from anam.cases.sentences import ENDINGS
from anam.cases.superseding import SUPERSEDE_CASES
from anam.coded import Coded, as_json
from anam.orders.models import Order
from anam.orders.status import IS_OPEN_REQUEST
from anam.people.models import User
from anam.sql import fetch_value

# `how` is what happened, by a code of anam.cases.sentences.ENDINGS; whoever asked reads it. Part of the statement that
# moves the order, or alone.
SUPERSEDE = f"""
{SUPERSEDE_CASES}, overtaken_request AS (
  UPDATE cancellation_request SET answer = 'overtaken', superseded_by = %(how)s::jsonb, answered_as = 'anam',
         answered_at = %(at)s::timestamptz, answered_by_id = %(by)s::bigint
  WHERE order_id = %(order)s::bigint AND {IS_OPEN_REQUEST} AND %(requests)s::bool {{only_if}}
  RETURNING id
)
"""  # noqa: S608 - nothing but our own words
_ALONE = f"WITH {SUPERSEDE.format(only_if='')} SELECT (SELECT count(*) FROM overtaken_case)"  # noqa: S608


def supersede(order: Order, *, how: Coded, by: User | None, at: datetime, requests: bool = True) -> int:
    """`order` has moved on, and `how`: close its case of an escalation, and with `requests` the buyer's too.

    One statement, in the transaction that moved the order and holds its lock. The answer is how many cases closed.
    """
    facts = {"order": order.pk, "how": as_json(how, ENDINGS), "by": by.pk if by else None}
    closed: int = fetch_value(_ALONE, {**facts, "at": at, "requests": requests})
    return closed
