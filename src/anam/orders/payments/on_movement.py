"""What orders make of money that moved, and nobody here had asked for it: history, and a case for support (M7)."""

from anam import jobs
from anam.cases.actions.open_case import open_case
from anam.cases.models import Case
from anam.coded import coded
from anam.history.record import record
from anam.orders.models import Order
from anam.payments.models import MovementKind, Payment, PaymentMovement
from anam.payments.returns import request_refund
from anam.policy.models import current_policy

_ENTRY = {
    MovementKind.CAPTURED: "payment_moved",
    MovementKind.VOIDED: "payment_moved",
    MovementKind.REFUNDED: "payment_moved",
    MovementKind.EXPIRED: "payment_expired",
    MovementKind.REFUND_FAILED: "payment_returned",
    MovementKind.DISPUTED: "payment_disputed",
    MovementKind.DISPUTE_WON: "payment_dispute_won",
}
_COMES_TO_US = (MovementKind.CAPTURED, MovementKind.REFUND_FAILED, MovementKind.DISPUTE_WON)
# What support is told. A dispute has a case of its own.
_CASE = {
    MovementKind.CAPTURED: "charged_unasked",
    MovementKind.VOIDED: "released_unasked",
    MovementKind.REFUNDED: "refunded_unasked",
    MovementKind.EXPIRED: "authorisation_over",
    MovementKind.REFUND_FAILED: "refund_failed_there",
}


def on_movement(payment: Payment, movement: PaymentMovement) -> None:
    """Put it on record, and have support look at it. Of a checkout that came to nothing there is nothing to say."""
    order: Order | None = payment.order if payment.order_id else None
    if order is None:
        return
    kind, holder = MovementKind(movement.kind), payment.holder_label
    if kind in _COMES_TO_US:
        _give_back_excess(order, payment)
    record(
        order,
        kind=_ENTRY[kind],
        by=None,
        acting_as="anam",
        amount=movement.amount,
        currency=movement.currency,
        moved=movement.moved,
        holder=holder,
    )
    if kind == MovementKind.EXPIRED:
        jobs.defer(jobs.to_do("orders.renew_payment", payment_id=payment.pk))
    if kind not in _CASE:
        return
    sum_ = [movement.amount, movement.currency]
    open_case(
        Case.Kind.MONEY,
        about=coded(_CASE[kind], sum=sum_, order=order.number, holder=holder),
        opened_as="anam",
        answer_within=current_policy().support_answer_time,
        order=order,
        maker_id=order.maker_id,
        buyer_id=order.buyer_id,
    )


def _give_back_excess(order: Order, payment: Payment) -> None:
    """What is not due of an order is not to be charged: where it is all the same, it goes back (D8, M5)."""
    due = max(min(order.due, payment.authorised), 0)
    excess = payment.captured - payment.refunded - payment.refund_pending - payment.disputed - due
    if (order.removed or order.shipping_saved) and excess > 0 and payment.status == Payment.Status.CAPTURED:
        request_refund(payment, excess)
