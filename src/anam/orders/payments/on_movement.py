"""What orders make of money that moved, and nobody here had asked for it: history, and a case for support."""

from anam.cases.actions.open_case import open_case
from anam.cases.models import Case
from anam.history.record import record
from anam.orders.models import Order
from anam.payments.models import MovementKind, Payment, PaymentMovement
from anam.payments.returns import request_refund
from anam.policy.models import current_policy
from anam.words import money

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
# What support is told, and what to look at. A dispute has a case of its own.
_CASE = {
    MovementKind.CAPTURED: ("{amount} was charged for order {number} at {holder}", "It has not been shipped."),
    MovementKind.VOIDED: ("{amount} was released for order {number} at {holder}", "Nothing is held for it any more."),
    MovementKind.REFUNDED: ("{amount} was refunded for order {number} at {holder}", "It counts as refunded here."),
    MovementKind.EXPIRED: ("The authorisation of {amount} for order {number} has ended", "Nothing is held any more."),
    MovementKind.REFUND_FAILED: (
        "A refund of {amount} for order {number} has failed at {holder}",
        "The card’s bank has sent the money back.",
    ),
}
UNASKED = "Nobody here had asked for it."
SEE = "See whether the order can go on as it is."


def on_movement(payment: Payment, movement: PaymentMovement) -> None:
    """Put it on record, and have support look at it. Of a checkout that came to nothing there is nothing to say."""
    order: Order | None = payment.order if payment.order_id else None
    if order is None:
        return
    kind, holder = MovementKind(movement.kind), payment.get_holder_display()
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
    if kind not in _CASE:
        return
    subject, what = _CASE[kind]
    open_case(
        Case.Kind.MONEY,
        subject=subject.format(amount=money(movement.amount, movement.currency), number=order.number, holder=holder),
        message=" ".join([what] if kind == MovementKind.EXPIRED else [UNASKED, what]) + f" {SEE}",
        opened_as="anam",
        answer_within=current_policy().support_answer_time,
        order=order,
        maker_id=order.maker_id,
        buyer_id=order.buyer_id,
    )


def _give_back_excess(order: Order, payment: Payment) -> None:
    """What was cancelled of an order is not to be charged: where it is all the same, it goes back (D8)."""
    due = max(payment.authorised - order.removed, 0)
    excess = payment.captured - payment.refunded - payment.refund_pending - payment.disputed - due
    if order.removed and excess > 0 and payment.status == Payment.Status.CAPTURED:
        request_refund(payment, excess)
