from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction

from anam.clock import database_now
from anam.elsewhere import leave_the_database
from anam.payments.actions.end_operation import end_operation
from anam.payments.actions.refund_instead import refund_instead
from anam.payments.actions.transition import transition
from anam.payments.gateways import Answer, Gateway, Outcome
from anam.payments.gateways.registry import gateway_of
from anam.payments.models import OperationAttempt, Payment, PaymentOperation
from anam.payments.states import OPEN, State, origins_of

# Gateways may forget a key after a day.
KEY_HOLDS = timedelta(hours=20)
_ATTEMPT = {
    Outcome.DONE: (State.DONE, OperationAttempt.Outcome.CONFIRMED),
    Outcome.REFUSED: (State.REFUSED, OperationAttempt.Outcome.REFUSED),
    Outcome.PROCESSING: (State.PROCESSING, OperationAttempt.Outcome.PROCESSING),
    Outcome.UNKNOWN: (State.UNKNOWN, OperationAttempt.Outcome.UNKNOWN),
}


def execute(operation_id: int, *, at: datetime | None = None) -> State:
    """Have the gateway do what was decided, and write down how it ended, once, however often this runs (D7, D8).

    What was sent before and has no answer is looked up first. Never called in a transaction. `at` is when it happened,
    in UTC; now, if not given. The answer is the state it is in now: while that is an open one, call this again.
    """
    operation = PaymentOperation.objects.select_related("payment").get(pk=operation_id)
    if operation.payment.is_external or not operation.is_open:
        return State(operation.state)
    answer = _answer_to(operation)
    if answer is not None:
        _write_down(operation, answer, at)
    operation.refresh_from_db(fields=["state"])
    return State(operation.state)


def _answer_to(operation: PaymentOperation) -> Answer | None:
    """What the gateway says; None where another worker has ended it meanwhile."""
    gateway = gateway_of(operation.payment.holder)
    if operation.state != State.QUEUED:
        found = _look_up(gateway, operation)
        if found.outcome != Outcome.ABSENT:
            return found
    if not _mark_sent(operation):
        return None
    answer = _ask(gateway, operation)
    if answer.outcome == Outcome.REFUSED:  # perhaps because it is so already
        found = _look_up(gateway, operation)
        return found if found.outcome == Outcome.DONE or found.captured else answer
    return answer


def _look_up(gateway: Gateway, operation: PaymentOperation) -> Answer:
    payment = operation.payment
    leave_the_database()
    return gateway.look_up(
        operation.kind, key=operation.key, reference=payment.gateway_reference, amount=operation.amount
    )


def _mark_sent(operation: PaymentOperation) -> bool:
    """Before the call: a kill from here on leaves it open, to be looked up. A key that is too old is made anew."""
    now = database_now()
    if operation.sent_at and now - operation.sent_at > KEY_HOLDS:
        operation.key, operation.sent_at = f"{operation.kind}-{uuid4()}", now
    operation.sent_at = operation.sent_at or now
    still = PaymentOperation.objects.filter(pk=operation.pk, state__in=origins_of(State.SENT, external=False))
    return bool(still.update(state=State.SENT, key=operation.key, sent_at=operation.sent_at))


def _ask(gateway: Gateway, operation: PaymentOperation) -> Answer:
    payment = operation.payment
    leave_the_database()
    if operation.kind == PaymentOperation.Kind.AUTHORISE:
        return gateway.authorise(
            key=operation.key, amount=operation.amount, currency=payment.currency, card=payment.card
        )
    call = {"capture": gateway.capture, "void": gateway.void, "refund": gateway.refund}[operation.kind]
    return call(key=operation.key, reference=payment.gateway_reference, amount=operation.amount)


def _write_down(operation: PaymentOperation, answer: Answer, at: datetime | None) -> None:
    if answer.captured:
        refund_instead(operation, at=database_now(), why=answer.why)
        return
    state, outcome = _ATTEMPT[answer.outcome]
    if state in OPEN:
        transition(operation, state, outcome=outcome, why=answer.why)
        return
    with transaction.atomic():
        if operation.kind == PaymentOperation.Kind.AUTHORISE:
            _write_authorisation(operation, answer)
        end_operation(operation, state, outcome=outcome, why=answer.why, at=at)


def _write_authorisation(operation: PaymentOperation, answer: Answer) -> None:
    held = {"status": Payment.Status.AUTHORISED, "authorised": operation.amount, "gateway_reference": answer.reference}
    done = answer.outcome == Outcome.DONE
    Payment.objects.filter(pk=operation.payment_id, status=Payment.Status.NONE).update(
        **(held if done else {"status": Payment.Status.FAILED})
    )
