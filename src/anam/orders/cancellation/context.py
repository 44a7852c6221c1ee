"""What a plan to cancel is made of, read with one query: the clock, the reason, the payment, the lines."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from anam.orders.clock import ORDER_NOW
from anam.orders.models import Order
from anam.policy.models import Reason


@dataclass(frozen=True)
class LineState:
    """What is left of a line, with the free stock of its product now (None: not counted)."""

    id: int
    product_id: int | None
    title: str
    sku: str
    quantity: int
    reserved: int
    unit_price: int
    stock: int | None


@dataclass(frozen=True)
class CancellationContext:
    """The order's clock, in UTC; whether support has been asked to decline it, and who of them has taken that ("" while
    nobody has); the cancellation that came from the same form or call before (D7); the reason asked for (None if there
    is none such among those it was placed under, D13); the lines.
    """

    now: datetime
    handled: bool
    taken_by: str
    submitted: int | None
    reason: Reason | None
    lines: tuple[LineState, ...]


_CONTEXT = f"""
SELECT {ORDER_NOW},
       EXISTS (SELECT FROM support_case c WHERE c.order_id = %(order)s AND c.closed_at IS NULL
               AND c.kind IN ('tell_buyer', 'late_decline')),
       coalesce((SELECT agent.name FROM support_case c JOIN person agent ON agent.id = c.assigned_to_id
                 WHERE c.order_id = %(order)s AND c.closed_at IS NULL
                   AND c.kind IN ('tell_buyer', 'late_decline') LIMIT 1), ''),
       (SELECT c.id FROM cancellation c WHERE c.order_id = %(order)s AND c.key = %(key)s),
       r.id, r.stock, r.least_words, r.label, r.for_buyer, r.suggestion, r.for_makers, r.part_of_an_order,
       pay.status, pay.authorised, pay.captured, pay.refunded, pay.refund_pending,
       l.id, l.product_id, l.title, l.sku, l.quantity - l.declined_quantity,
       greatest(l.reserved - l.declined_quantity, 0), l.unit_price, p.stock
FROM orders_line l
LEFT JOIN product p ON p.id = l.product_id
LEFT JOIN payment pay ON pay.order_id = l.order_id
LEFT JOIN cancellation_reason r ON r.key = %(reason)s
  AND r.since_id <= %(policy)s::bigint AND (r.until_id IS NULL OR r.until_id > %(policy)s::bigint)
WHERE l.order_id = %(order)s ORDER BY l.id
"""  # noqa: S608 - nothing but our own words

_PAID = ("status", "authorised", "captured", "refunded", "refund_pending")
_REASON = ("stock", "least_words", "label", "for_buyer", "suggestion", "for_makers", "part_of_an_order")


def load_context(order: Order, *, reason_key: str = "", key: str = "") -> CancellationContext:
    """Read what a plan is made of, and bring the payment of `order` up to date: one query. D2, D7, D8, D11.

    In UTC, units and minor units. The payment that came with the lock is from before whoever held it: a part may
    have been refunded meanwhile, and must not be refunded again with the rest.
    """
    asked: dict[str, str | int] = {"order": order.pk, "policy": order.policy_id, "reason": reason_key, "key": key}
    with connection.cursor() as cursor:
        cursor.execute(_CONTEXT, asked)
        rows = cursor.fetchall()
    now, handled, taken_by, submitted, reason_id, *words = rows[0][:12]
    columns = dict(zip(_REASON, words, strict=True))
    reason = Reason(id=reason_id, key=reason_key, **columns) if reason_id else None
    payment = getattr(order, "payment", None)
    for name, value in zip(_PAID, rows[0][12:17], strict=True):
        if payment is not None:
            setattr(payment, name, value)
    lines = (LineState(*row[17:]) for row in rows)
    return CancellationContext(
        now, handled, taken_by, submitted, reason, tuple(line for line in lines if line.quantity)
    )
