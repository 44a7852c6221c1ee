"""What is still to go back, where money has moved unasked meanwhile. The payments are locked by the caller (M7)."""

from anam.clock import database_now
from anam.payments.actions.end_operation import end_operation
from anam.payments.models import Payment, PaymentOperation
from anam.payments.operation_queue import queue_operation
from anam.payments.states import NOT_MOVED, State


def make_room(payment: Payment, amount: int) -> bool:
    """Have no more to go back than is left beside `amount` (minor units), which went back otherwise; whether there is.

    Refunds that were refused, or failed, give way: of what they were about, so much has gone back. The rest of it is
    asked for anew. What is under way is not touched. M3, M4.
    """
    short = amount + payment.disputed + payment.refunded + payment.refund_pending - payment.captured
    refunds = payment.operations.filter(kind=PaymentOperation.Kind.REFUND, state__in=NOT_MOVED)
    for refund in refunds.select_related("payment").order_by("pk"):
        if short <= 0:
            break
        short -= _give_way(payment, refund, short)
    return payment.captured - payment.refunded - payment.refund_pending >= amount


def go_back_after_all(payment: Payment, amount: int) -> None:
    """Ask for `amount` (minor units) of a payment whose money is to go back, or had: it has come back to us. D8."""
    if payment.status not in (Payment.Status.REFUND_PENDING, Payment.Status.REFUNDED):
        return
    if (back := min(amount, payment.refundable)) <= 0:
        return
    before = payment.operations.filter(kind=PaymentOperation.Kind.REFUND).order_by("pk").last()
    change(payment, status=Payment.Status.REFUND_PENDING)
    request_refund(payment, back, cancellation_id=before.cancellation_id if before else None)


def request_refund(
    payment: Payment, amount: int, *, cancellation_id: int | None = None, refund_id: int | None = None
) -> None:
    """Ask for a refund of `amount` (minor units, not more than is refundable) beside those that were asked for. M3."""
    same = payment.operations.filter(kind=PaymentOperation.Kind.REFUND, cancellation=cancellation_id, refund=refund_id)
    newest = same.order_by("generation").last()
    change(payment, refund_pending=payment.refund_pending + amount)
    queue_operation(
        payment,
        kind=PaymentOperation.Kind.REFUND,
        amount=amount,
        at=database_now(),
        cancellation_id=cancellation_id,
        refund_id=refund_id,
        generation=newest.generation + 1 if newest else 1,
    )


def _give_way(payment: Payment, refund: PaymentOperation, amount: int) -> int:
    """The answer is how much of `amount` that one was about."""
    end_operation(refund, State.SUPERSEDED, why=refund.why)
    taken = min(refund.amount, amount)
    change(payment, refund_pending=payment.refund_pending - taken)
    if rest := refund.amount - taken:
        change(payment, refund_pending=payment.refund_pending - rest)
        request_refund(payment, rest, **refund.causes)
    return taken


def change(payment: Payment, **columns: object) -> None:
    """Write these columns of the payment, and have it know them."""
    for name, value in columns.items():
        setattr(payment, name, value)
    payment.save(update_fields=list(columns))
