from datetime import datetime

from django.db import transaction

from anam import jobs
from anam.clock import database_now
from anam.payments.actions.end_operation import end_operation
from anam.payments.actions.refund_instead import refund_instead
from anam.payments.actions.stand_on_it_after_all import stand_on_it_after_all
from anam.payments.actions.transition import transition
from anam.payments.gateways import Answer, Outcome
from anam.payments.holding import lock_with_order, release_hold, takes_a_hold
from anam.payments.models import OperationAttempt, Payment, PaymentOperation, new_key
from anam.payments.states import OPEN, State

_ATTEMPT = {
    Outcome.DONE: (State.DONE, OperationAttempt.Outcome.CONFIRMED),
    Outcome.REFUSED: (State.REFUSED, OperationAttempt.Outcome.REFUSED),
    Outcome.PROCESSING: (State.PROCESSING, OperationAttempt.Outcome.PROCESSING),
    Outcome.UNKNOWN: (State.UNKNOWN, OperationAttempt.Outcome.UNKNOWN),
}


def record_answer(operation: PaymentOperation, answer: Answer, *, at: datetime | None = None) -> None:
    """Write down what the gateway said of `operation`; what is said twice counts once (D7, D8).

    `at` is when it happened, in UTC; now, if not given. The outcome is no `absent` one.
    """
    if answer.captured and operation.kind == PaymentOperation.Kind.VOID:
        refund_instead(operation, at=database_now(), why=answer.why, taken=answer.captured)
        return
    if answer.captured and operation.kind == PaymentOperation.Kind.RELEASE and stand_on_it_after_all(operation, answer):
        return
    state, outcome = _ATTEMPT[answer.outcome]
    reference = answer.reference or None
    with transaction.atomic():
        if state in OPEN:
            transition(operation, state, outcome=outcome, why=answer.why, reference=reference)
            _replace_spent_key(operation, answer)
            return
        if operation.kind == PaymentOperation.Kind.AUTHORISE and not _write_authorisation(operation, answer):
            return
        if answer.code:
            PaymentOperation.objects.filter(pk=operation.pk, state__in=OPEN).update(code=answer.code)
        end_operation(operation, state, outcome=outcome, why=answer.why, at=at, reference=reference)
        if state == State.REFUSED and operation.kind != PaymentOperation.Kind.AUTHORISE:  # what stands in its way?
            jobs.defer(jobs.to_do("payments.look_at", payment_id=operation.payment_id))


def _replace_spent_key(operation: PaymentOperation, answer: Answer) -> None:
    """The next try has a key of its own: this one would be given the same error for a day. M4."""
    if answer.spent:
        spent = PaymentOperation.objects.filter(pk=operation.pk, key=operation.key)
        spent.update(key=new_key(operation.kind), sent_at=None)


def _write_authorisation(operation: PaymentOperation, answer: Answer) -> bool:
    """One that is asked for again stands in the place of the one before, which is released where it has not ended. M6.

    What came too late is released itself: a bank never holds money for nothing (D8). False where this was written down
    before.
    """
    payment = lock_with_order(operation.payment_id)
    if not PaymentOperation.objects.filter(pk=operation.pk, state__in=OPEN).exists():
        return False
    if answer.outcome != Outcome.DONE:
        Payment.objects.filter(pk=payment.pk, status=Payment.Status.NONE).update(status=Payment.Status.FAILED)
    elif not takes_a_hold(payment):
        release_hold(payment, answer.reference, amount=operation.amount)
    else:
        if payment.is_held:
            release_hold(payment, payment.gateway_reference, amount=payment.authorised)
        Payment.objects.filter(pk=payment.pk).update(
            status=Payment.Status.AUTHORISED,
            authorised=operation.amount,
            gateway_reference=answer.reference,
            held_until=answer.held_until,
        )
    return True
