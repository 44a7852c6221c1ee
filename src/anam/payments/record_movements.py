"""What writes the ledger (M7): a part of the statement that ends an operation, and what came without one."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from anam.payments.models import MovementKind, Payment, PaymentMovement
from anam.sql import execute

# Of a row `o` (id, kind, amount, reference, closed_at), an operation that has just become %(to)s, and its payment's row
# `p` with its new sums. %(moved)s: the money has moved (1), has come back after all, or never moved as %(by)s says who
# corrects a record (-1), or is where it was (0).
# What a gateway captures once, it releases the rest of; of what another system does nobody has said so (M2).
MOVEMENT = """
movement AS (
  INSERT INTO payment_movement (payment_id, maker_id, operation_id, kind, moved, amount, currency, holder_object,
                                reference, at)
  SELECT p.id, p.maker_id, o.id, one.kind, one.moved, one.amount, p.currency, '',
         coalesce(nullif(o.reference, ''), p.gateway_reference), o.closed_at
  FROM o JOIN p ON p.id = o.payment_id
  JOIN (VALUES ('authorise', 'authorised', ''), ('capture', 'captured', 'capture_failed'),
               ('void', 'voided', 'authorised'), ('refund', 'refunded', 'refund_failed'),
               ('release', 'voided', 'authorised'))
    did (operation, moved, undone) ON did.operation = o.kind
  CROSS JOIN LATERAL (VALUES
    (CASE WHEN %(moved)s::int = -1 THEN CASE WHEN %(by)s::bigint IS NULL THEN 'refund_failed' ELSE 'corrected' END
          WHEN %(to)s::text = 'recorded_manually' THEN 'manual' ELSE did.moved END,
     CASE WHEN %(moved)s::int = -1 THEN did.undone ELSE did.moved END, o.amount),
    ('voided', 'voided', CASE WHEN o.kind = 'capture' AND %(to)s::text = 'done' AND p.holder <> 'external'
                              THEN p.authorised - p.captured ELSE 0 END)
  ) one (kind, moved, amount)
  WHERE %(moved)s::int <> 0 AND one.amount > 0
)
"""
_AS_THEY_STAND = """
INSERT INTO payment_movement (payment_id, maker_id, kind, moved, amount, currency, holder_object, reference, at)
SELECT p.id, p.maker_id, one.kind, one.kind, one.amount, p.currency, given.holder_object, p.gateway_reference, given.at
FROM unnest(%(payments)s::bigint[], %(objects)s::text[], %(times)s::timestamptz[]) given (payment_id, holder_object, at)
JOIN payment p ON p.id = given.payment_id
CROSS JOIN LATERAL (VALUES
  (1, 'authorised', p.authorised),
  (2, 'captured', p.captured),
  (3, 'voided', CASE WHEN p.status = 'voided' OR (p.captured > 0 AND p.holder <> 'external')
                     THEN p.authorised - p.captured ELSE 0 END),
  (4, 'refunded', p.refunded)
) one (place, kind, amount)
WHERE one.amount > 0
ORDER BY p.id, one.place
"""


class Arrived(NamedTuple):
    """A payment that came with its sums, out of `holder_object`.

    Nobody says when its money moved, and no time is made up: `at` (UTC) is when it was recorded.
    """

    payment_id: int
    holder_object: str
    at: datetime


def record_as_they_stand(arrived: Sequence[Arrived]) -> None:
    """Write the movements behind the sums that payments came with: imported, recorded, made up. One statement; UTC."""
    if not arrived:
        return
    payments, objects, times = (list(column) for column in zip(*arrived, strict=True))
    execute(_AS_THEY_STAND, {"payments": payments, "objects": objects, "times": times})


def record_movement(
    payment: Payment, kind: str, *, amount: int, at: datetime, holder_object: str = "", reference: str = ""
) -> PaymentMovement:
    """Write what moved without an operation of ours; `amount` in minor units, above 0, `at` in UTC.

    Who calls this changes the payment's sums in the same transaction. Raises IntegrityError where that object of the
    holder has made such a movement before.
    """
    return PaymentMovement.objects.create(
        payment=payment,
        maker_id=payment.maker_id,
        kind=kind,
        moved=kind,
        amount=amount,
        currency=payment.currency,
        holder_object=(holder_object or _object_of(payment))[:120],
        reference=reference or payment.gateway_reference,
        at=at,
    )


def record_capture(payment: Payment, *, amount: int, at: datetime) -> PaymentMovement:
    """What its holder took without being asked by us; the rest of an authorisation goes with it, at a gateway."""
    rest = 0 if payment.is_external else payment.authorised - amount
    taken = record_movement(payment, MovementKind.CAPTURED, amount=amount, at=at)
    if rest:
        record_movement(payment, MovementKind.VOIDED, amount=rest, at=at)
    return taken


def _object_of(payment: Payment) -> str:
    """The holder's own name of it: the charge, or else the order there."""
    order = payment.order if payment.order_id else None
    return payment.gateway_reference or (order.reference or order.number if order else "")
