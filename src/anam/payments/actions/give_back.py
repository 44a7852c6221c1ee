from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from anam.payments.models import Payment
from anam.refusals import Refused

CHANGED = "The payment of this order changed meanwhile. Look at what goes back now, then go on."


@dataclass(frozen=True)
class GivingBack:
    """How a payment's money goes back: `kind` is "void", "refund" or "nothing"; `amount` in minor units.

    `charged` is what was taken in all: more than `amount` where some of it went back before.
    """

    kind: str
    amount: int
    currency: str
    charged: int = 0


def how_to_give_back(payment: Payment | None) -> GivingBack:
    """Void what is only authorised, refund what was captured, in full: nothing is kept (D8)."""
    if payment is None:
        return GivingBack("nothing", 0, "")
    if payment.status == Payment.Status.AUTHORISED:
        return GivingBack("void", payment.authorised, payment.currency)
    if payment.status == Payment.Status.CAPTURED:
        left = payment.captured - payment.refunded - payment.refund_asked
        return GivingBack("refund", left, payment.currency, charged=payment.captured)
    return GivingBack("nothing", 0, payment.currency)


# What goes back is told by the row itself, in the very UPDATE that releases it: where that is not what was read before,
# nothing moves. Behind a part that was given back meanwhile, the whole can never go back once more.
_GIVE_BACK = """
WITH released AS (
  UPDATE payment SET status = %(kind)s::text || '_pending'
  WHERE id = %(payment)s AND status = %(expected)s
    AND %(amount)s::bigint = CASE %(kind)s::text WHEN 'void' THEN authorised ELSE captured - refunded - refund_asked END
  RETURNING id, maker_id
)
INSERT INTO payment_instruction (payment_id, maker_id, kind, amount, key, asked_at)
SELECT id, maker_id, %(kind)s::text, %(amount)s, %(kind)s::text || '-' || id, %(at)s FROM released
RETURNING id
"""


def give_back(payment: Payment | None, *, at: datetime) -> int | None:
    """Decide that the money of `payment` goes back, whole; the one door for it. One statement.

    The answer is the id of the instruction that a job must `settle` at the gateway, or None where there
    is nothing to give back, or it is going back already. Asked twice, the database refuses the second. D7, D8.

    Raises Refused where `payment` is not as it was when it was read, and money would be left, or go back twice.
    """
    how = how_to_give_back(payment)
    if payment is None or how.kind == "nothing":
        return None
    told: dict[str, Any] = {"payment": payment.pk, "kind": how.kind, "expected": payment.status, "amount": how.amount}
    with connection.cursor() as cursor:
        cursor.execute(_GIVE_BACK, {**told, "at": at})
        row = cursor.fetchone()
    if row is None:
        _see_why(payment)
        return None
    instruction_id: int = row[0]
    return instruction_id


def _see_why(payment: Payment) -> None:
    """Nothing moved: somebody else gives it back, or what is to go back has changed."""
    payment.refresh_from_db()
    if how_to_give_back(payment).kind != "nothing":
        raise Refused.because("changed_meanwhile", CHANGED)
