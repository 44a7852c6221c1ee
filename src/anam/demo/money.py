"""Payments as they were made and settled, at the sandbox gateway, in the past."""

from datetime import datetime, timedelta

from anam import sql
from anam.elsewhere import played_in_this_database
from anam.orders.models import Order
from anam.payments.actions.execute import execute
from anam.payments.gateways.sandbox import FAULTS
from anam.payments.gateways.sandbox.sandbox_gateway import record_charge
from anam.payments.models import OperationAttempt, Payment, PaymentOperation, SandboxFault
from anam.payments.record_movements import Arrived, record_as_they_stand
from anam.payments.states import OPEN
from anam.people.models import Maker

_TRIES = 3


def pay(maker: Maker, *, amount: int, currency: str, card: str, at: datetime) -> Payment:
    """A payment authorised at `at` (UTC), with its charge in the sandbox's books; `amount` in minor units."""
    payment = Payment.objects.create(
        maker=maker,
        currency=currency,
        status=Payment.Status.AUTHORISED,
        holder="sandbox",
        card=card,
        authorised=amount,
    )
    reference = f"sb_demo-{payment.pk}"
    Payment.objects.filter(pk=payment.pk).update(created_at=at)
    record_charge(payment, reference=reference)
    record_as_they_stand([Arrived(payment.pk, reference, at)])
    if card in FAULTS:
        mode, times = FAULTS[card]
        SandboxFault.objects.create(reference=reference, mode=mode, times=times)
    return payment


def complete_operation_of(cancellation_id: int, *, order: Order, at: datetime) -> None:
    """The same of what a cancellation moves, if anything."""
    operations = PaymentOperation.objects.filter(cancellation=cancellation_id)
    complete_operation(operations.values_list("pk", flat=True).first(), at=at)


def complete_operation(operation_id: int | None, *, at: datetime) -> None:
    """The gateway did what was decided, half a minute later; or did not answer, and a job goes on asking (D8).

    Inside a transaction for once: the sandbox answers from this same database, nobody waits for it.
    """
    if operation_id is None:
        return
    done_at = at + timedelta(seconds=30)
    with played_in_this_database():
        state = execute(operation_id, at=done_at)
    OperationAttempt.objects.filter(operation=operation_id).update(at=done_at)
    if state in OPEN:
        _ask_again(operation_id, done_at)
        return
    sql.execute(  # the job that came with it has nothing left to do
        "DELETE FROM procrastinate_jobs"
        " WHERE task_name = 'payments.execute_operation' AND args ->> 'operation_id' = %s",
        [str(operation_id)],
    )


def _ask_again(operation_id: int, first: datetime) -> None:
    attempt = OperationAttempt.objects.get(operation=operation_id)
    OperationAttempt.objects.bulk_create(
        OperationAttempt(
            operation_id=operation_id, outcome=attempt.outcome, why=attempt.why, at=first + timedelta(hours=hours)
        )
        for hours in range(1, _TRIES)
    )
