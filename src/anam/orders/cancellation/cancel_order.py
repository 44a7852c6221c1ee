"""The writing of a cancellation, whole or part: shared by every verb that makes one."""

import json
from datetime import datetime
from typing import Any

from anam import jobs
from anam.cases.sentences import ENDINGS
from anam.catalog import stock
from anam.coded import Coded, as_json, coded
from anam.conversations.actions.post import send_post
from anam.history.record import record
from anam.orders.cancellation.plan import Plan
from anam.orders.escalation.supersede import SUPERSEDE
from anam.orders.models import CancellationRequest, Order
from anam.orders.status import MOVES, in_time_sql
from anam.payments.actions.void_or_refund import send_void_or_refund
from anam.people.models import User
from anam.policy.models import Reason
from anam.sql import fetch_value

_CANCEL = f"""
WITH won AS (
  UPDATE orders_order
  SET status = CASE WHEN %(final)s::bool THEN %(target)s ELSE status END,
      removed = removed + CASE WHEN %(final)s::bool THEN 0 ELSE %(amount)s::bigint END
  WHERE id = %(order)s::bigint AND status = ANY (%(origins)s::text[])
    AND ({in_time_sql("%(at)s::timestamptz")} OR NOT %(in_window)s::bool)
  RETURNING id, maker_id, decline_by
), cancelled AS (
  INSERT INTO cancellation (order_id, maker_id, final, key, request_id, by_id, on_behalf_of, reason_id, explanation,
                            note, amount, at, in_time, effects)
  SELECT id, maker_id, %(final)s, %(key)s, %(request)s, %(by)s, %(on_behalf_of)s, %(reason)s, %(explanation)s,
         %(note)s, %(amount)s, %(at)s::timestamptz,
         coalesce(%(in_time)s::bool, {in_time_sql("%(at)s::timestamptz")}), %(effects)s::jsonb
  FROM won RETURNING id, maker_id
), taken AS (
  SELECT * FROM unnest(%(lines)s::bigint[], %(quantities)s::int[], %(stocks)s::text[], %(returned)s::int[])
    AS taken (line_id, quantity, stock, returned)
), lines AS (
  INSERT INTO cancelled_line (cancellation_id, maker_id, line_id, quantity, stock, returned)
  SELECT cancelled.id, cancelled.maker_id, taken.* FROM cancelled, taken
), declined AS (
  UPDATE orders_line l SET declined_quantity = l.declined_quantity + taken.quantity
  FROM won, taken WHERE l.id = taken.line_id AND l.order_id = won.id
), {SUPERSEDE.format(only_if="AND %(final)s::bool AND EXISTS (SELECT FROM won)")}
SELECT id FROM cancelled
"""  # noqa: S608 - nothing but our own words


def cancel_order(
    order: Order,
    verb: str,
    plan: Plan,
    *,
    key: str,
    reason: Reason,
    by: User | None,
    on_behalf_of: str,
    explanation: str,
    at: datetime,
    note: str = "",
    in_time: bool | None = None,
    request: CancellationRequest | None = None,
    explained_by: Coded | None = None,
) -> int | None:
    """Cancel of a locked `order` what `plan` says: the cancellation, its lines, the stock and the money.

    `key` is that of the form or the call, unique to the order. `in_time` was judged before, where support declines what
    a maker asked for (D6); else `at` is judged here, and a decline out of time is none. With the last of an order an
    open case or request about it closes itself.

    `explained_by` is a code of EXPLANATIONS, where nobody wrote why. Three statements in the caller's transaction, the
    first of them conditional, and waited for; the others are sent, and refuse before COMMIT. The answer is the id of
    the cancellation, or None where the order had moved on, or where its window had ended at `at` (UTC) and `verb` must
    keep to it. D2, D7, D8, D9, D11.
    """
    facts = {
        "order": order.pk,
        "target": MOVES[verb].target.value,
        "origins": [status.value for status in MOVES[verb].origins],
        "final": plan.final,
        "amount": plan.amount,
        "in_window": verb == "decline" and in_time is None,
        "in_time": in_time,
        "requests": True,
        "how": as_json(coded("order_cancelled", by=by.name if by else ""), ENDINGS),
        "key": key,
        "request": request.pk if request else None,
        "by": by.pk if by else None,
        "on_behalf_of": on_behalf_of,
        "reason": reason.pk,
        "explanation": explanation,
        "note": note,
        "at": at,
        "effects": json.dumps({**plan.to_json(), **({"explained_by": explained_by} if explained_by else {})}),
        "lines": [one.line.id for one in plan.lines],
        "quantities": [one.quantity for one in plan.lines],
        "stocks": [one.effect for one in plan.lines],
        "returned": [one.returned for one in plan.lines],
    }
    cancellation_id: int | None = fetch_value(_CANCEL, facts)
    if cancellation_id is None:
        return None
    if plan.final:
        order.status = MOVES[verb].target
    stock.release(plan.releases, at=at, cancellation_id=cancellation_id)
    payment = getattr(order, "payment", None)
    if payment and order.pay_by:
        jobs.defer(jobs.to_do("orders.end_paying", payment_id=payment.pk))
    send_void_or_refund(payment, plan.money, final=plan.final, cancellation_id=cancellation_id, at=at)
    return cancellation_id


def record_cancellation(
    order: Order,
    kind: str,
    plan: Plan,
    done: int,
    *,
    reason: Reason,
    by: User | None,
    acting_as: str,
    at: datetime,
    explanation: str,
    **more: Any,
) -> None:
    """The history entry of a cancellation, which tells both sides. D8, D10, D12.

    `more` are facts for the e-mails.
    """
    told = plan.to_json()
    lines: dict[str, Any] = (
        {} if plan.final else {"lines": [{"title": x["title"], "quantity": x["quantity"]} for x in told["lines"]]}
    )
    record(
        order,
        kind=kind,
        by=by,
        acting_as=acting_as,
        at=at,
        reason=reason.label,
        for_buyer=reason.for_buyer,
        explanation=explanation,
        money=told["money"],
        cancellation_id=done,
        **lines,
        **more,
    )


def record_decline(
    order: Order,
    plan: Plan,
    done: int,
    *,
    reason: Reason,
    by: User,
    acting_as: str,
    at: datetime,
    explanation: str,
    said_at: datetime | None = None,
    **more: Any,
) -> None:
    """Post the explanation of a decline to the buyer, and write its history entry. D5, D10, D12.

    `acting_as` is "maker", or "support" where they decline in the maker's name; it is the side that the message has.
    What the maker has `said_at` a moment already is not said twice: the message then says what was done.
    """
    send_post(
        "" if said_at else explanation,
        maker_id=order.maker_id,
        buyer_id=order.buyer_id,
        order=order,
        side=acting_as,
        by=by,
        kind="decline" if plan.final else "letter",
        at=at,
        notes=[_as_told(order, plan, said_at)] if said_at else (),
    )
    kind = "declined" if plan.final else "lines_declined"
    record_cancellation(
        order, kind, plan, done, reason=reason, by=by, acting_as=acting_as, at=at, explanation=explanation, **more
    )


def _as_told(order: Order, plan: Plan, said_at: datetime) -> Coded:
    """What stands in the conversation in place of words that were said there before."""
    if plan.final:
        return coded("cancelled_as_told", order=order.number, at=said_at.isoformat())
    return coded("part_cancelled_as_told", order=order.number, at=said_at.isoformat())
