from django.db import connection

from anam.payments.models import Instruction

_CONFIRM = """
WITH i AS (
  UPDATE payment_instruction SET confirmed_at = clock_timestamp()
  WHERE id = %(instruction)s AND confirmed_at IS NULL
  RETURNING id, payment_id, kind, amount
), attempt AS (
  INSERT INTO payment_attempt (instruction_id, outcome, words, at)
  SELECT id, 'confirmed', '', clock_timestamp() FROM i
)
UPDATE payment p SET
  status = CASE WHEN i.kind = 'void' THEN 'voided' WHEN i.kind = 'capture' THEN 'captured'
           -- Back is what is wholly back: a part may be confirmed after the rest.
           WHEN p.status = 'refund_pending' AND p.refunded + i.amount = p.captured THEN 'refunded' ELSE p.status END,
  captured = CASE i.kind WHEN 'capture' THEN i.amount ELSE p.captured END,
  refunded = CASE i.kind WHEN 'refund' THEN p.refunded + i.amount ELSE p.refunded END,
  refund_pending = CASE i.kind WHEN 'refund' THEN p.refund_pending - i.amount ELSE p.refund_pending END
FROM i WHERE p.id = i.payment_id
"""


def confirm(instruction: Instruction) -> bool:
    """Write down that the gateway has done `instruction`. True for the one caller who is first (D7, D8)."""
    with connection.cursor() as cursor:
        cursor.execute(_CONFIRM, {"instruction": instruction.pk})
        first: bool = cursor.rowcount == 1
    return first
