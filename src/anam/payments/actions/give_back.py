from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from anam.payments.models import Payment


@dataclass(frozen=True)
class GivingBack:
    """How a payment's money goes back: `kind` is "void", "refund" or "nothing"; `amount` in minor units."""

    kind: str
    amount: int
    currency: str


def how_to_give_back(payment: Payment | None) -> GivingBack:
    """Void what is only authorised, refund what was captured, in full: nothing is kept (D8)."""
    if payment is None:
        return GivingBack("nothing", 0, "")
    if payment.status == Payment.Status.AUTHORISED:
        return GivingBack("void", payment.authorised, payment.currency)
    if payment.status == Payment.Status.CAPTURED:
        return GivingBack("refund", payment.captured - payment.refunded - payment.refund_asked, payment.currency)
    return GivingBack("nothing", 0, payment.currency)


_GIVE_BACK = """
WITH released AS (
  UPDATE payment SET status = %(kind)s::text || '_pending'
  WHERE id = %(payment)s AND status = %(expected)s
  RETURNING id, maker_id
)
INSERT INTO payment_instruction (payment_id, maker_id, kind, amount, key, asked_at)
SELECT id, maker_id, %(kind)s::text, %(amount)s, %(kind)s::text || '-' || id, %(at)s FROM released
RETURNING id
"""


def give_back(payment: Payment | None, *, at: datetime) -> int | None:
    """Decide that the money of `payment` goes back, whole; the one door for it. One statement.

    The answer is the id of the instruction that a job must `settle` at the gateway, or None where there
    is nothing to give back. Asked twice, the database refuses the second. D7, D8.
    """
    how = how_to_give_back(payment)
    if payment is None or how.kind == "nothing":
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            _GIVE_BACK,
            {
                "payment": payment.pk,
                "kind": how.kind,
                "expected": payment.status,
                "amount": how.amount,
                "at": at,
            },
        )
        row = cursor.fetchone()
    return row[0] if row else None
