from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import BigIntegerField
from django.db.models.functions import Now

from anam.clock import database_now
from anam.compiled import Bound, CompiledQuery
from anam.payments.actions.record_answer import record_answer
from anam.payments.gateway_calls import ask, look_up, prepare
from anam.payments.gateways import Answer, Outcome
from anam.payments.models import Payment, PaymentOperation, new_key
from anam.payments.states import OPEN, State, origins_of

# Gateways may forget a key after a day.
KEY_HOLDS = timedelta(hours=20)


_OPERATION = CompiledQuery(
    lambda: PaymentOperation.objects.select_related("payment__order").filter(pk=Bound("pk", BigIntegerField()))
)


def execute(operation_id: int, *, at: datetime | None = None) -> State:
    """Have the gateway do what was decided, and write down how it ended, once, however often this runs (D7, D8).

    What was sent before and has no answer is looked up first. Never called in a transaction. `at` is when it happened,
    in UTC; now, if not given. The answer is the state it is in now: while that is an open one, call this again.
    """
    operation = _OPERATION.get(pk=operation_id)
    if operation.payment.is_external or not operation.is_open:
        return State(operation.state)
    answer = _answer_to(operation)
    if answer is not None:
        record_answer(operation, answer, at=at)
    if operation.state in OPEN:  # else it ended here; somebody else may have ended it
        operation.refresh_from_db(fields=["state"])
    return State(operation.state)


def _answer_to(operation: PaymentOperation) -> Answer | None:
    """What the gateway says; None where another worker goes on with it, or has ended it meanwhile."""
    if operation.state != State.QUEUED:
        found = look_up(operation)
        if found.outcome != Outcome.ABSENT:
            return found
    if not _mark_sent(operation):
        return None
    if operation.kind == PaymentOperation.Kind.AUTHORISE and not operation.reference:
        prepared = prepare(operation)
        if prepared.outcome != Outcome.DONE:
            return prepared
        if not _store_prepared(operation, prepared):
            return None
    answer = ask(operation)
    if answer.outcome == Outcome.REFUSED:  # perhaps because it is so already
        found = look_up(operation)
        return answer if found.outcome == Outcome.ABSENT else found
    return answer


def _mark_sent(operation: PaymentOperation) -> bool:
    """Before the call: a kill from here on leaves it open, to be looked up. A key that is too old is made anew.

    Of two workers one makes it anew, and the other does not send: with a key each, both would be done.
    """
    key, sent_at = operation.key, operation.sent_at
    if sent_at and database_now() - sent_at > KEY_HOLDS:
        operation.key, sent_at = new_key(operation.kind), None
    still = PaymentOperation.objects.filter(pk=operation.pk, key=key, state__in=origins_of(State.SENT, external=False))
    return bool(still.update(state=State.SENT, key=operation.key, sent_at=sent_at or Now()))


@transaction.atomic
def _store_prepared(operation: PaymentOperation, prepared: Answer) -> bool:
    """What will hold the money is known by name before it does: a kill from here on is a look-up. M4.

    False where another worker has stored one: that one is asked for, and no second.
    """
    mine = PaymentOperation.objects.filter(pk=operation.pk, reference="", state__in=OPEN)
    if not mine.update(reference=prepared.reference):
        return False
    where = {"gateway_account": prepared.account, "livemode": prepared.live}
    Payment.objects.filter(pk=operation.payment_id).update(**where)
    operation.reference = prepared.reference
    for name, value in where.items():
        setattr(operation.payment, name, value)
    return True
