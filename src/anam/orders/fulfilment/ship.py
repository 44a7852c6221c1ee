from datetime import datetime

from django.db import transaction

from anam.history.record import record
from anam.orders.clock import order_now
from anam.orders.escalation.supersede import supersede
from anam.orders.locking import lock, transition
from anam.orders.models import Order
from anam.orders.status import Status
from anam.payments.actions.request_capture import request_capture
from anam.payments.actions.void_or_refund import void_or_refund
from anam.payments.models import Payment
from anam.payments.refund_plan import plan_refund
from anam.people.models import Maker, User
from anam.refusals import Refused

NOT_PAID = "This order is not paid: nothing is held for it any more. Do not ship it; support has been told."


@transaction.atomic
def ship(number: str, *, maker: Maker, by: User, carrier: str, tracking: str = "") -> Order:
    """The order is on its way, and its payment is taken. Raises as `accept` does, and Refused `not_paid` (M6)."""
    order = lock(Order.objects.of_maker(maker), number)
    if order.status == Status.ACCEPTED:
        _validate_payment(order)
    now = order_now(order)
    transition(order, "ship", shipped_at=now, carrier=carrier, tracking=tracking)
    supersede(order, how=f"{by.name} shipped the order.", by=by, at=now)
    record(order, kind="shipped", by=by, acting_as="maker", at=now, carrier=carrier, tracking=tracking)
    _take(order, at=now)
    return order


def _validate_payment(order: Order) -> None:
    """Nothing ships for which a gateway can take nothing any more. What another system holds is its own to say (M2)."""
    payment: Payment | None = getattr(order, "payment", None)
    if payment is None or payment.is_external or order.removed >= payment.authorised:
        return
    gone = payment.captured and payment.refunded + payment.refund_pending >= payment.captured
    if gone or payment.status == Payment.Status.EXPIRED:
        raise Refused.because("not_paid", NOT_PAID)


def _take(order: Order, *, at: datetime) -> None:
    """Decide that what the order comes to now is taken; where that is nothing, that its authorisation is released."""
    payment = getattr(order, "payment", None)
    if payment and order.removed >= payment.authorised:
        how = plan_refund(payment, amount=payment.authorised, final=True)
        void_or_refund(payment, how, final=True, cancellation_id=None, at=at)
    else:
        request_capture(payment, less=order.removed, at=at)
