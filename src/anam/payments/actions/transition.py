from datetime import datetime
from typing import Any

from anam.coded import Coded, as_json
from anam.payments.models import PaymentOperation
from anam.payments.sentences import WHY_NOT_MOVED
from anam.payments.states import MOVED, OPEN, State, origins_of
from anam.people.models import User
from anam.sql import execute

# The money has moved (1), has come back after all (-1), or is where it was (0).
_TRANSITION = """
WITH o AS (
  UPDATE payment_operation
  SET state = %(to)s::text,
      closed_at = CASE WHEN %(closes)s::bool THEN coalesce(%(at)s::timestamptz, clock_timestamp()) END,
      reference = coalesce(%(reference)s::text, reference), why = %(why)s::jsonb,
      confirmed_by_id = coalesce(%(by)s::bigint, confirmed_by_id),
      confirmed_as = coalesce(%(acting_as)s::text, confirmed_as)
  WHERE id = %(operation)s AND state = ANY (%(origins)s::text[])
  RETURNING id, payment_id, kind, amount
), attempt AS (
  INSERT INTO payment_operation_attempt (operation_id, outcome, why, at)
  SELECT id, %(outcome)s::text, %(why)s::jsonb, clock_timestamp() FROM o WHERE %(outcome)s::text <> ''
)
UPDATE payment p SET
  status = CASE
    WHEN %(moved)s::int = 1 AND o.kind = 'void' THEN 'voided'
    WHEN %(moved)s::int = 1 AND o.kind = 'capture' THEN 'captured'
    -- Back is what is wholly back: a part may be confirmed after the rest.
    WHEN %(moved)s::int = 1 AND p.status = 'refund_pending' AND p.refunded + o.amount = p.captured THEN 'refunded'
    WHEN %(moved)s::int = -1 AND o.kind = 'void' THEN 'void_pending'
    WHEN %(moved)s::int = -1 AND p.status = 'refunded' THEN 'refund_pending'
    ELSE p.status END,
  captured = p.captured + CASE o.kind WHEN 'capture' THEN %(moved)s::int * o.amount ELSE 0 END,
  refunded = p.refunded + CASE o.kind WHEN 'refund' THEN %(moved)s::int * o.amount ELSE 0 END,
  refund_pending = p.refund_pending - CASE o.kind WHEN 'refund' THEN %(moved)s::int * o.amount ELSE 0 END
FROM o WHERE p.id = o.payment_id
"""


def transition(
    operation: PaymentOperation,
    to: State,
    *,
    outcome: str = "",
    why: Coded | None = None,
    at: datetime | None = None,
    by: User | None = None,
    acting_as: str | None = None,
    reference: str | None = None,
) -> bool:
    """Change the state of `operation` as the table allows, and with it the sums of its payment: one statement.

    `outcome` is that of an attempt at the gateway, to be written too. `at` is when it happened, in UTC; now, if not
    given; `why` says why it was refused. True for the one caller who is first; False where it had moved on. D7, D8, M3.
    """
    moved = 1 if to in MOVED else -1 if to == State.FAILED else 0
    facts: dict[str, Any] = {"operation": operation.pk, "to": to.value, "moved": moved, "closes": to not in OPEN}
    facts["origins"] = origins_of(to, external=operation.payment.is_external)
    facts["why"] = as_json(why or {}, WHY_NOT_MOVED)
    said = {"outcome": outcome, "at": at, "reference": reference, "acting_as": acting_as}
    first = execute(_TRANSITION, {**facts, **said, "by": by.pk if by else None}) == 1
    if first:
        operation.state = to
    return first
