from django.db import transaction

from anam import jobs
from anam.clock import database_now
from anam.payments.actions.transition import transition
from anam.payments.models import Payment, PaymentOperation
from anam.payments.operation_queue import queue_operation
from anam.payments.states import NOT_MOVED, State


@transaction.atomic
def retry_operation(operation: PaymentOperation) -> int:
    """Try again: what is open at a gateway is asked about now; what was refused or failed gets a new operation (M4).

    Safe to repeat. The answer is the id of the operation that goes on.
    """
    payment = Payment.objects.select_for_update(no_key=True).get(pk=operation.payment_id)
    operation = PaymentOperation.objects.select_related("payment").get(pk=operation.pk)
    if operation.is_open and not payment.is_external:
        jobs.defer(jobs.to_do("payments.execute_operation", operation_id=operation.pk))
    if operation.state not in NOT_MOVED or not transition(operation, State.SUPERSEDED, why=operation.why):
        return operation.pk
    return queue_operation(
        payment,
        kind=operation.kind,
        amount=operation.amount,
        **operation.causes,
        generation=next_generation(operation),
        at=database_now(),
    )


def next_generation(operation: PaymentOperation) -> int:
    """The number of a further operation for the same cause; its payment is locked."""
    same = PaymentOperation.objects.filter(payment=operation.payment_id, kind=operation.kind)
    newest = same.filter(**operation.causes).order_by("generation").last()
    return newest.generation + 1 if newest else 1
