"""What a plan to cancel is made of, read with one query: the clock, the reason, the payment, the lines.

And whether the same form or call has cancelled before.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from anam.cases.conditions import IS_OPEN_ESCALATION
from anam.orders.clock import order_now_sql
from anam.orders.models import Cancellation, Order
from anam.policy.models import Reason
from anam.policy.queries import in_force_sql
from anam.refusals import Refused, refusal_words
from anam.sql import send_first


@dataclass(frozen=True)
class LineState:
    """What is left of a line, with the free stock of its product now (None: not counted).

    `ordered` are its pieces at first, `discount` and `tax` all that it has of its own, in minor units.
    """

    id: int
    product_id: int | None
    title: str
    sku: str
    quantity: int
    reserved: int
    unit_price: int
    stock: int | None
    ordered: int
    discount: int
    tax: int
    picture: str = ""


@dataclass(frozen=True)
class CancellationContext:
    """The order's clock, in UTC; whether support has been asked to decline it, and who of them has taken that ("" while
    nobody has); the cancellation that came from the same form or call before (D7); the id of the newest that the buyer
    has written since they were told (0: nothing); when the maker has said the explanation to them already; the reason
    asked for (None if there is none such among those it was placed under, D13); all lines that it ever had.
    """

    now: datetime
    handled: bool
    taken_by: str
    submitted: int | None
    answer: int
    said_at: datetime | None
    reason: Reason | None
    all_lines: tuple[LineState, ...]

    @property
    def lines(self) -> tuple[LineState, ...]:
        """Those of which something is left."""
        return tuple(line for line in self.all_lines if line.quantity)


_CONTEXT = f"""
SELECT {order_now_sql("o.id")} AS now,
       EXISTS (SELECT FROM support_case WHERE order_id = o.id AND {IS_OPEN_ESCALATION}) AS handled,
       coalesce((SELECT agent.name FROM support_case c JOIN person agent ON agent.id = c.assigned_to_id
                 WHERE c.order_id = o.id AND {IS_OPEN_ESCALATION} LIMIT 1), '') AS taken_by,
       (SELECT c.id FROM cancellation c WHERE c.order_id = o.id AND c.key = %(key)s) AS submitted,
       coalesce((SELECT m.id FROM message m JOIN conversation v ON v.id = m.conversation_id
                 WHERE v.maker_id = o.maker_id AND v.buyer_id = o.buyer_id AND m.side = 'buyer'
                   AND m.sent_at > o.contacted_at ORDER BY m.sent_at DESC LIMIT 1), 0) AS answer,
       (SELECT max(m.sent_at) FROM message m WHERE m.order_id = o.id AND m.side = 'maker' AND m.kind = 'letter'
        AND %(explanation)s <> '' AND position(%(explanation)s IN m.body) > 0) AS said_at,
       (SELECT to_jsonb(r) FROM cancellation_reason r
        WHERE r.key = %(reason)s AND {in_force_sql("o.policy_id")}) AS reason,
       (SELECT jsonb_build_object('status', status, 'authorised', authorised, 'captured', captured,
                                  'refunded', refunded, 'refund_pending', refund_pending, 'disputed', disputed)
        FROM payment WHERE order_id = o.id) AS paid,
       (SELECT jsonb_agg(jsonb_build_object(
                 'id', l.id, 'product_id', l.product_id, 'title', l.title, 'sku', l.sku,
                 'quantity', l.quantity - l.declined_quantity,
                 'reserved', greatest(l.reserved - l.declined_quantity, 0),
                 'unit_price', l.unit_price, 'stock', p.stock,
                 'ordered', l.quantity, 'discount', l.discount, 'tax', l.tax, 'picture', l.picture) ORDER BY l.id)
        FROM orders_line l LEFT JOIN product p ON p.id = l.product_id
        WHERE l.order_id = o.id) AS lines
FROM orders_order o WHERE o.number = %(number)s
"""  # noqa: S608 - nothing but our own words


@dataclass(frozen=True)
class _Found:
    """The row: `reason`, `paid` and `lines` as JSON, null where there are none."""

    now: datetime
    handled: bool
    taken_by: str
    submitted: int | None
    answer: int
    said_at: datetime | None
    reason: str | None
    paid: str | None
    lines: str | None


def load_context(order: Order, *, reason_key: str = "", key: str = "", explanation: str = "") -> CancellationContext:
    """Read what a plan is made of, and bring the payment of `order` up to date: one query. D2, D7, D8, D11.

    In UTC, units and minor units. The payment that came with the lock is from before whoever held it: a part may
    have been refunded meanwhile, and must not be refunded again with the rest.
    """
    return send_context(order.number, reason_key=reason_key, key=key, explanation=explanation)(order)


def send_context(
    number: str, *, reason_key: str = "", key: str = "", explanation: str = ""
) -> Callable[[Order], CancellationContext]:
    """The same in two: sent after the lock, it is read once the order is locked.

    The answer is a function that waits for it, of the order of that number.
    """
    asked = {"number": number, "reason": reason_key, "key": key, "explanation": explanation}
    answer = send_first(_Found, _CONTEXT, asked)

    def found(order: Order) -> CancellationContext:
        row = answer()
        if row is None or order.number != number:
            raise LookupError(f"What was read is not about order {order.number}.")
        payment = getattr(order, "payment", None)
        if payment is not None and row.paid:
            for name, value in json.loads(row.paid).items():
                setattr(payment, name, value)
        return CancellationContext(
            now=row.now,
            handled=row.handled,
            taken_by=row.taken_by,
            submitted=row.submitted,
            answer=row.answer,
            said_at=row.said_at,
            reason=Reason(**json.loads(row.reason)) if row.reason else None,
            all_lines=tuple(LineState(**line) for line in json.loads(row.lines or "[]")),
        )

    return found


def is_duplicate_submission(
    context: CancellationContext, *, explanation: str, quantities: Mapping[int, int] | None
) -> bool:
    """Whether this very form or call was carried out before, whole or part: then there is nothing left to do (D7).

    Raises Refused where it was, and says something else now, as an old page does that was changed and sent again.
    """
    if context.submitted is None:
        return False
    before = Cancellation.objects.prefetch_related("lines").get(pk=context.submitted)
    taken = {line.line_id: line.quantity for line in before.lines.all()}
    if before.explanation == explanation and (before.final if quantities is None else dict(quantities) == taken):
        return True
    raise Refused.because("form_sent_already", refusal_words("form_sent_already"))
