from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from anam.clock import database_now
from anam.coded import Coded, coded
from anam.payments.actions.end_operation import end_operation
from anam.payments.actions.refund_instead import refund_instead
from anam.payments.actions.retry_operation import next_generation
from anam.payments.models import Payment, PaymentOperation
from anam.payments.operation_queue import queue_operation
from anam.payments.proof import Proof, validate_proof
from anam.payments.states import NOT_MOVED, State
from anam.people.models import User
from anam.refusals import Refused
from anam.words import money

MAX_WORDS = 300


@dataclass(frozen=True)
class Confirmation:
    """What a person or a program says of an operation (M2): `done` or refused, with its proof.

    `amount` in minor units; `at` in UTC, None for now. `words` say why it was refused; `captured`: what was to be
    released was taken instead.
    """

    done: bool
    amount: int
    reference: str = ""
    at: datetime | None = None
    words: str = ""
    captured: bool = False

    @property
    def why(self) -> Coded:
        """What is kept of its words."""
        return coded("said", words=self.words) if self.words else {}


@transaction.atomic
def confirm_operation(
    operation: PaymentOperation, said: Confirmation, *, by: User, acting_as: str, may_split: bool = False
) -> PaymentOperation:
    """Write down that money which another system or person holds has moved, or will not. M2, M3, D7.

    The same answer again changes nothing. With `may_split` a smaller sum leaves an operation for the rest. What a
    gateway refused can be recorded so too, where somebody has done it by hand; what it still works on cannot.

    Raises Refused, with nothing changed: `operation_closed`, `gateway_confirms`, `amount_wrong`, `words_needed`,
    `reference_needed`, `confirmed_in_future`, `captured_wrong`.
    """
    Payment.objects.select_for_update(no_key=True).get(pk=operation.payment_id)
    operation = PaymentOperation.objects.select_related("payment").get(pk=operation.pk)
    now = database_now()
    _validate(operation, said, now=now)
    if operation.state in NOT_MOVED and not operation.payment.is_external and said.done and may_split:
        _validate_amount(operation, said, may_split=False)
        _end(operation, State.RECORDED_MANUALLY, said, by=by, acting_as=acting_as, at=said.at or now)
        return operation
    if operation.state != State.QUEUED or not operation.payment.is_external:
        return _closed(operation, said)
    _validate_amount(operation, said, may_split=may_split)
    if said.captured:
        refund_instead(operation, at=now, by=by, acting_as=acting_as, why=said.why)
    elif said.done:
        rest = operation.amount - said.amount
        if rest:
            PaymentOperation.objects.filter(pk=operation.pk).update(amount=said.amount)
            operation.amount = said.amount
        _end(operation, State.DONE, said, by=by, acting_as=acting_as, at=said.at or now)
        if rest:
            _queue_rest(operation, rest, at=now)
    else:
        _end(operation, State.REFUSED, said, by=by, acting_as=acting_as, at=said.at or now)
    return operation


def _validate(operation: PaymentOperation, said: Confirmation, *, now: datetime) -> None:
    """Raises Refused where this cannot be said of any operation like it."""
    validate_proof(Proof(said.reference if said.done else said.reference or "none", said.at), now=now)
    if not said.done and not said.words:
        raise Refused.because("words_needed", "Say why it was refused: support reads it.")
    if len(said.words) > MAX_WORDS:
        raise Refused.because("words_needed", f"Say it in at most {MAX_WORDS} characters.")
    if said.captured and (said.done or operation.kind != PaymentOperation.Kind.VOID):
        words = "Only a release can be refused because the money was captured."
        raise Refused.because("captured_wrong", words)


def _validate_amount(operation: PaymentOperation, said: Confirmation, *, may_split: bool) -> None:
    splits = may_split and said.done and operation.kind != PaymentOperation.Kind.VOID
    if said.amount == operation.amount or (splits and 0 < said.amount < operation.amount):
        return
    due = money(operation.amount, operation.payment.currency)
    raise Refused.because("amount_wrong", f"It is about {due}{' at most' if splits else ', no other sum'}.")


def _closed(operation: PaymentOperation, said: Confirmation) -> PaymentOperation:
    """The operation, where this was said of it before. Raises Refused."""
    if operation.is_open:
        raise Refused.because("gateway_confirms", "The payment gateway says itself what becomes of this.")
    if said.captured:
        before = operation.state == State.SUPERSEDED
    else:
        outcomes = (State.DONE, State.RECORDED_MANUALLY) if said.done else (State.REFUSED,)
        before = operation.state in outcomes
    same = (operation.amount, operation.reference, operation.why) == (said.amount, said.reference, said.why)
    if said.captured:
        same = operation.why == said.why and operation.amount == said.amount
    if before and same and operation.confirmed_by_id and said.at in (None, operation.closed_at):
        return operation
    raise Refused.because("operation_closed", "Another answer was given before, or nothing is to be done any more.")


def _end(operation: PaymentOperation, to: State, said: Confirmation, *, by: User, acting_as: str, at: datetime) -> None:
    end_operation(operation, to, why=said.why, at=at, by=by, acting_as=acting_as, reference=said.reference)


def _queue_rest(operation: PaymentOperation, rest: int, *, at: datetime) -> None:
    queue_operation(
        operation.payment,
        kind=operation.kind,
        amount=rest,
        at=at,
        **operation.causes,
        generation=next_generation(operation),
    )
