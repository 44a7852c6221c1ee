"""Creating an operation: its row and its job are one statement, so nobody has to remember the job."""

from datetime import datetime
from typing import Any

from django.db import connection

from anam.jobs import to_do_in_sql
from anam.payments.listeners import OperationChange, announce
from anam.payments.models import Payment
from anam.payments.states import State

# Of a row `payments` (id, maker_id, holder). What another system holds waits for somebody's word: it gets no job.
QUEUE = """
queued AS (
  INSERT INTO payment_operation (payment_id, maker_id, kind, amount, key, cancellation_id, generation, state, queued_at,
                                 reference, confirmed_as, words)
  SELECT id, maker_id, %(kind)s::text, %(amount)s::bigint, %(kind)s::text || '-' || gen_random_uuid(),
         %(cancellation)s::bigint, %(generation)s, 'queued', %(at)s::timestamptz, '', '', ''
  FROM payments WHERE %(amount)s::bigint > 0
  RETURNING id
), deferred AS (
  SELECT procrastinate_defer_jobs_v1(array_agg(
           jsonb_populate_record(
             NULL::procrastinate_job_to_defer_v1,
             %(job)s::jsonb || jsonb_build_object('args', jsonb_build_object('operation_id', queued.id))))) AS jobs
  FROM queued, payments WHERE payments.holder <> 'external' HAVING count(*) > 0
)
SELECT (SELECT id FROM queued), (SELECT jobs FROM deferred) FROM payments
"""
_OF_PAYMENT = f"WITH payments AS (SELECT id, maker_id, holder FROM payment WHERE id = %(payment)s), {QUEUE}"  # noqa: S608


def queue_operation(
    payment: Payment, *, kind: str, amount: int, at: datetime, cancellation_id: int | None = None, generation: int = 1
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
        "at": at,
        "job": to_do_in_sql("payments.execute_operation"),
    }
    with connection.cursor() as cursor:
        cursor.execute(_OF_PAYMENT, {**facts, "generation": generation})
        operation_id: int = cursor.fetchone()[0]
    announce_queued(payment, operation_id, kind=kind, amount=amount, cancellation_id=cancellation_id)
    return operation_id


def announce_queued(
    payment: Payment, operation_id: int, *, kind: str, amount: int, cancellation_id: int | None
) -> None:
    """Tell whoever listens that an operation waits."""
    announce(OperationChange(payment, operation_id, kind, amount, State.QUEUED, cancellation_id))
