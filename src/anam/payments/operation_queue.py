"""Creating an operation: its row and its job are one statement, so nobody has to remember the job (M10)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from anam.jobs import to_do_in_sql
from anam.payments.listeners import OperationChange, announce
from anam.payments.models import Payment
from anam.payments.states import State
from anam.sql import fetch_one

# Of a row `payments` (id, maker_id, holder). What another system holds waits for somebody's word: it gets no job.
QUEUE = """
queued AS (
  INSERT INTO payment_operation (payment_id, maker_id, kind, amount, key, cancellation_id, refund_id, generation, state,
                                 queued_at, reference, confirmed_as, why)
  SELECT id, maker_id, %(kind)s::text, %(amount)s::bigint, %(kind)s::text || '-' || gen_random_uuid(),
         %(cancellation)s::bigint, %(refund)s::bigint, %(generation)s, 'queued', %(at)s::timestamptz, '', '', '{}'
  FROM payments WHERE %(amount)s::bigint > 0
  RETURNING id
), deferred AS (
  SELECT procrastinate_defer_jobs_v1(array_agg(
           jsonb_populate_record(
             NULL::procrastinate_job_to_defer_v1,
             %(job)s::jsonb || jsonb_build_object('args', jsonb_build_object('operation_id', queued.id))))) AS jobs
  FROM queued, payments WHERE payments.holder <> 'external' HAVING count(*) > 0
)
SELECT (SELECT id FROM queued) AS operation_id, (SELECT jobs FROM deferred) AS jobs FROM payments
"""
_OF_PAYMENT = f"WITH payments AS (SELECT id, maker_id, holder FROM payment WHERE id = %(payment)s), {QUEUE}"  # noqa: S608


@dataclass(frozen=True)
class Queued:
    """The operation that was queued, if anything is to move, and the job that has it done, if it is a gateway's."""

    operation_id: int | None
    jobs: Any


def queue_operation(
    payment: Payment,
    *,
    kind: str,
    amount: int,
    at: datetime,
    cancellation_id: int | None = None,
    refund_id: int | None = None,
    generation: int = 1,
) -> int:
    """Store that `amount` (minor units, above 0) of `payment` is to move; the answer is the operation's id.

    `generation` counts the operations for one and the same: a second try, or the rest of one that was split. M3.
    Raises IntegrityError where there is one of that kind, cause and generation already.
    """
    facts: dict[str, Any] = {
        "payment": payment.pk,
        "kind": kind,
        "amount": amount,
        "cancellation": cancellation_id,
        "refund": refund_id,
        "at": at,
        "job": to_do_in_sql("payments.execute_operation"),
    }
    queued = fetch_one(Queued, _OF_PAYMENT, {**facts, "generation": generation})
    if queued.operation_id is None:
        raise ValueError(f"An operation moves more than nothing: {amount} of payment {payment.pk}.")
    announce_queued(
        payment, queued.operation_id, kind=kind, amount=amount, cancellation_id=cancellation_id, refund_id=refund_id
    )
    return queued.operation_id


def announce_queued(
    payment: Payment,
    operation_id: int,
    *,
    kind: str,
    amount: int,
    cancellation_id: int | None,
    refund_id: int | None = None,
) -> None:
    """Tell whoever listens that an operation waits for somebody's word (M2); a gateway's is told when it has ended."""
    if payment.is_external:
        announce(OperationChange(payment, operation_id, kind, amount, State.QUEUED, cancellation_id, refund_id))
