from datetime import datetime
from typing import Any

from anam.coded import Coded, as_json
from anam.payments.models import PaymentOperation
from anam.payments.record_movements import MOVEMENT
from anam.payments.sentences import WHY_NOT_MOVED
from anam.payments.states import MOVED, OPEN, State, origins_of
from anam.people.models import User
from anam.sql import fetch_value

# The money has moved (1), is where it was (0), or has come back after all (-1): of a refund its holder may say so, of
# everything else only who corrects what somebody had recorded; that name stays.
_TRANSITION = f"""
WITH o AS (
  UPDATE payment_operation
  SET state = %(to)s::text,
      closed_at = CASE WHEN %(closes)s::bool THEN coalesce(%(at)s::timestamptz, clock_timestamp()) END,
      reference = coalesce(%(reference)s::text, reference), why = %(why)s::jsonb,
      confirmed_by_id = CASE WHEN %(moved)s::int = -1 THEN confirmed_by_id
                             ELSE coalesce(%(by)s::bigint, confirmed_by_id) END,
      confirmed_as = CASE WHEN %(moved)s::int = -1 THEN confirmed_as
                          ELSE coalesce(%(acting_as)s::text, confirmed_as) END
  WHERE id = %(operation)s AND state = ANY (%(origins)s::text[])
    AND (%(moved)s::int <> -1 OR kind = 'refund' OR %(by)s::bigint IS NOT NULL)
  RETURNING id, payment_id, kind, amount, reference, closed_at
), attempt AS (
  INSERT INTO payment_operation_attempt (operation_id, outcome, why, at)
  SELECT id, %(outcome)s::text, %(why)s::jsonb, clock_timestamp() FROM o WHERE %(outcome)s::text <> ''
), p AS (
  UPDATE payment p SET
    status = CASE
      WHEN %(moved)s::int = 1 AND o.kind = 'void' THEN 'voided'
      WHEN %(moved)s::int = 1 AND o.kind = 'capture' THEN 'captured'
      -- Back is what is wholly back: a part may be confirmed after the rest.
      WHEN %(moved)s::int = 1 AND p.status = 'refund_pending' AND p.refunded + o.amount + p.disputed >= p.captured
        THEN 'refunded'
      WHEN %(moved)s::int = -1 AND o.kind = 'void' THEN 'void_pending'
      WHEN %(moved)s::int = -1 AND o.kind = 'capture' THEN 'authorised'
      WHEN %(moved)s::int = -1 AND p.status = 'refunded' THEN 'refund_pending'
      ELSE p.status END,
    captured = p.captured + CASE o.kind WHEN 'capture' THEN %(moved)s::int * o.amount ELSE 0 END,
    refunded = p.refunded + CASE o.kind WHEN 'refund' THEN %(moved)s::int * o.amount ELSE 0 END,
    refund_pending = p.refund_pending - CASE o.kind WHEN 'refund' THEN %(moved)s::int * o.amount ELSE 0 END
  FROM o WHERE p.id = o.payment_id
  RETURNING p.id, p.maker_id, p.holder, p.currency, p.gateway_reference, p.authorised, p.captured
), {MOVEMENT}
SELECT id FROM o
"""  # noqa: S608 - nothing but our own words


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
    """Change the state of `operation` as the table allows, the sums of its payment and the ledger: one statement.

    `outcome` is that of an attempt at the gateway, to be written too. `at` is when it happened, in UTC; now, if not
    given; `why` says why it was refused. True for the one caller who is first; False where it had moved on. D7, D8, M3,
    M7.
    """
    moved = 1 if to in MOVED else -1 if to == State.FAILED else 0
    facts: dict[str, Any] = {"operation": operation.pk, "to": to.value, "moved": moved, "closes": to not in OPEN}
    facts["origins"] = origins_of(to, external=operation.payment.is_external)
    facts["why"] = as_json(why or {}, WHY_NOT_MOVED)
    said = {"outcome": outcome, "at": at, "reference": reference, "acting_as": acting_as}
    first = fetch_value(_TRANSITION, {**facts, **said, "by": by.pk if by else None}) is not None
    if first:
        operation.state = to
    return first
