from collections.abc import Sequence

from django.db import transaction

from anam.clock import database_now
from anam.elsewhere import leave_the_database
from anam.payments.actions.end_operation import end_operation
from anam.payments.actions.retry_operation import retry_operation
from anam.payments.gateways import HolderMovement, HolderReference
from anam.payments.gateways.registry import gateway_of
from anam.payments.holding import lock_with_order
from anam.payments.listeners import announce_movement
from anam.payments.models import MovementKind, Payment, PaymentOperation
from anam.payments.record_movements import record_capture, record_movement
from anam.payments.returns import change, go_back_after_all, make_room
from anam.payments.states import NOT_MOVED, OPEN, State

_KIND = PaymentOperation.Kind


def take_in(payment_id: int) -> int:
    """Write down what its gateway moved of a payment, and no operation of ours has (M6): the answer is how many.

    Read anew there, however we came to look: a hold that ended, what was done in the gateway's own pages, disputes.
    What an operation of ours may be about is left to that, as long as it is under way. Each is told to whoever
    listens, and once. M7, M9. Raises GatewayDown, NotAsked. Never called in a transaction.
    """
    payment = Payment.objects.get(pk=payment_id)
    if payment.is_external or not payment.gateway_reference:
        return 0
    leave_the_database()
    where = HolderReference(payment.gateway_reference, payment.gateway_account, payment.livemode)
    books = gateway_of(payment.holder).books(where)
    return _take_in(payment, books.movements) if books and books.movements else 0


@transaction.atomic
def _take_in(payment: Payment, theirs: Sequence[HolderMovement]) -> int:
    reference = payment.gateway_reference
    payment = lock_with_order(payment.pk)
    if payment.gateway_reference != reference:  # of an authorisation that stands no more
        return 0
    number = sum(_WRITE[one.kind](payment, one) for one in theirs)
    make_room(payment, 0)
    gone = payment.refunded + payment.disputed >= payment.captured and not payment.refund_pending
    if payment.status == Payment.Status.REFUND_PENDING and gone:
        change(payment, status=Payment.Status.REFUNDED)
    return number


def _capture(payment: Payment, one: HolderMovement) -> bool:
    if _is_left_to_operations(payment):
        return False
    for refused in payment.operations.filter(kind=_KIND.CAPTURE, state__in=NOT_MOVED).select_related("payment"):
        end_operation(refused, State.SUPERSEDED, why=refused.why)
    change(payment, status=Payment.Status.CAPTURED, captured=one.amount)
    announce_movement(payment, record_capture(payment, amount=one.amount, at=database_now()))
    return True


def _release(payment: Payment, one: HolderMovement) -> bool:
    if _is_left_to_operations(payment):
        return False
    change(payment, status=Payment.Status.EXPIRED)
    _record(payment, one)
    return True


def _refund(payment: Payment, one: HolderMovement) -> bool:
    """Where there is no room for it, it waits for what is under way; or somebody has recorded it by hand before."""
    if _is_known(payment, one) or _is_ours(payment, one) or not make_room(payment, one.amount):
        return False
    change(payment, refunded=payment.refunded + one.amount)
    _record(payment, one)
    return True


def _fail_refund(payment: Payment, one: HolderMovement) -> bool:
    """Of a refund that we had not asked for. One that is ours is told to its operation."""
    there = payment.movements.filter(operation=None, kind=MovementKind.REFUNDED, holder_object=one.object_id)
    if _is_known(payment, one) or not there.exists():
        return False
    change(payment, refunded=payment.refunded - one.amount)
    _record(payment, one)
    go_back_after_all(payment, one.amount)
    return True


def _dispute(payment: Payment, one: HolderMovement) -> bool:
    """The bank takes it, whatever has gone back before."""
    if _is_known(payment, one):
        return False
    change(payment, disputed=payment.disputed + one.amount)
    _record(payment, one)
    return True


def _win_dispute(payment: Payment, one: HolderMovement) -> bool:
    if _is_known(payment, one):
        return False
    change(payment, disputed=payment.disputed - one.amount)
    _record(payment, one)
    go_back_after_all(payment, one.amount)
    return True


_WRITE = {
    MovementKind.CAPTURED: _capture,
    MovementKind.VOIDED: _release,
    MovementKind.EXPIRED: _release,
    MovementKind.REFUNDED: _refund,
    MovementKind.REFUND_FAILED: _fail_refund,
    MovementKind.DISPUTED: _dispute,
    MovementKind.DISPUTE_WON: _win_dispute,
}


def _is_left_to_operations(payment: Payment) -> bool:
    """Whether an authorisation is over by our own doing: then what became of it is for its operations to say.

    A release that was refused, when the money was neither released nor taken yet, is asked for anew.
    """
    if payment.status == Payment.Status.VOID_PENDING:
        for void in payment.operations.filter(kind=_KIND.VOID, state__in=NOT_MOVED):
            retry_operation(void)
    captures = payment.operations.filter(kind=_KIND.CAPTURE, state__in=OPEN)
    return payment.status != Payment.Status.AUTHORISED or captures.exists()


def _is_known(payment: Payment, one: HolderMovement) -> bool:
    return payment.movements.filter(operation=None, kind=one.kind, holder_object=one.object_id).exists()


def _is_ours(payment: Payment, one: HolderMovement) -> bool:
    """Whether an operation has it, or somebody recorded by hand that it is that; or may yet find that it has."""
    refunds = payment.operations.filter(kind=_KIND.REFUND)
    waits = refunds.filter(pk=one.operation_id or 0, state__in=OPEN)
    return refunds.filter(reference=one.object_id).exists() or waits.exists()


def _record(payment: Payment, one: HolderMovement) -> None:
    now = database_now()
    at = min(one.at or now, now)
    announce_movement(
        payment, record_movement(payment, one.kind, amount=one.amount, at=at, holder_object=one.object_id)
    )
