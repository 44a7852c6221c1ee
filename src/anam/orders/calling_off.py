"""The writing of a cancellation, shared by the verbs that make one: decline and cancel."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from anam import jobs
from anam.catalog import stock
from anam.history.record import record
from anam.orders.jobs import settle_money, write_letters
from anam.orders.models import Order, Reason
from anam.orders.overtaking import OVERTAKE
from anam.orders.plan import Plan
from anam.orders.status import MOVES
from anam.payments.actions.give_back import give_back
from anam.people.models import User

_CALL_OFF = f"""
WITH won AS (
  UPDATE orders_order SET status = %(target)s
  WHERE id = %(order)s::bigint AND status = ANY (%(origins)s::text[])
    AND (decline_by > %(at)s::timestamptz OR NOT %(in_window)s::bool)
  RETURNING id, maker_id, decline_by
), cancelled AS (
  INSERT INTO cancellation (order_id, maker_id, by_id, on_behalf_of, reason_id, explanation, note, at, in_time, effects)
  SELECT id, maker_id, %(by)s, %(on_behalf_of)s, %(reason)s, %(explanation)s, %(note)s,
         %(at)s::timestamptz, coalesce(%(in_time)s::bool, %(at)s::timestamptz < decline_by), %(effects)s::jsonb
  FROM won RETURNING id, maker_id
), lines AS (
  INSERT INTO cancelled_line (cancellation_id, maker_id, line_id, quantity, stock, returned)
  SELECT cancelled.id, cancelled.maker_id, l.* FROM cancelled,
    unnest(%(lines)s::bigint[], %(quantities)s::int[], %(stocks)s::text[], %(returned)s::int[]) l
), declined AS (
  UPDATE orders_line SET declined_quantity = quantity FROM won WHERE order_id = won.id
), {OVERTAKE.format(only_if="AND EXISTS (SELECT FROM won)")}
SELECT id FROM cancelled
"""  # noqa: S608 - nothing but our own words


@dataclass(frozen=True)
class CalledOff:
    """What was written, and the instruction that the gateway must still carry out (None: no money)."""

    cancellation_id: int
    instruction_id: int | None


def call_off(
    order: Order,
    verb: str,
    plan: Plan,
    *,
    reason: Reason,
    by: User | None,
    on_behalf_of: str,
    explanation: str,
    note: str,
    at: datetime,
    in_time: bool | None = None,
) -> CalledOff | None:
    """Call a locked `order` off as `plan` says: the cancellation, its lines, the stock and the money.

    `in_time` was judged before, where support declines what a maker asked for (D6); else `at` is judged here, and
    a decline out of time is none. An open case or request about the order closes itself with it.

    Three statements in the caller's transaction, the first of them conditional: None where the order had
    moved on, or where its window had ended at `at` (UTC) and `verb` must keep to it. D2, D7, D8, D9, D11.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _CALL_OFF,
            {
                "order": order.pk,
                "target": MOVES[verb].target.value,
                "origins": [status.value for status in MOVES[verb].origins],
                "in_window": verb == "decline" and in_time is None,
                "in_time": in_time,
                "requests": True,
                "how": f"{by.name if by else 'The marketplace'} cancelled the order.",
                "by": by.pk if by else None,
                "on_behalf_of": on_behalf_of,
                "reason": reason.pk,
                "explanation": explanation,
                "note": note,
                "at": at,
                "effects": json.dumps(plan.as_record),
                "lines": [one.line.id for one in plan.lines],
                "quantities": [one.line.quantity for one in plan.lines],
                "stocks": [one.effect for one in plan.lines],
                "returned": [one.returned for one in plan.lines],
            },
        )
        row = cursor.fetchone()
    if row is None:
        return None
    stock.release(plan.releases, at=at)
    return CalledOff(row[0], give_back(getattr(order, "payment", None), at=at))


def put_on_record(
    order: Order,
    kind: str,
    plan: Plan,
    done: CalledOff,
    *,
    reason: Reason,
    by: User | None,
    acting_as: str,
    at: datetime,
    explanation: str,
    **more: Any,
) -> None:
    """The history entry of a cancellation, both sides' notices of it, and the jobs that follow. D8, D10, D12.

    `more` are facts for the letters.
    """
    entry_id = record(
        order, kind=kind, by=by, acting_as=acting_as, at=at, tell=("buyer", "maker"), reason=reason.label,
        for_buyer=reason.for_buyer, explanation=explanation, money=plan.as_record["money"], **more,
    )  # fmt: skip
    afterwards = [jobs.to_do(write_letters, entry_id=entry_id)]
    if done.instruction_id:
        afterwards.append(jobs.to_do(settle_money, instruction_id=done.instruction_id))
    jobs.defer(*afterwards)
