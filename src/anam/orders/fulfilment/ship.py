from datetime import datetime

from django.db import transaction

from anam.coded import coded
from anam.history.record import record
from anam.orders.clock import order_now
from anam.orders.escalation.supersede import supersede
from anam.orders.locking import lock, transition
from anam.orders.models import Order
from anam.payments.actions.request_capture import request_capture
from anam.payments.actions.void_or_refund import void_or_refund
from anam.payments.refund_plan import plan_refund
from anam.people.models import Maker, User


@transaction.atomic
def ship(number: str, *, maker: Maker, by: User, carrier: str, tracking: str = "") -> Order:
    """The order is on its way, and its payment is taken. Raises as `accept` does."""
    order = lock(Order.objects.of_maker(maker), number)
    now = order_now(order)
    transition(order, "ship", shipped_at=now, carrier=carrier, tracking=tracking)
    supersede(order, how=coded("order_shipped", by=by.name), by=by, at=now)
    record(order, kind="shipped", by=by, acting_as="maker", at=now, carrier=carrier, tracking=tracking)
    _take(order, at=now)
    return order


def _take(order: Order, *, at: datetime) -> None:
    """Decide that what the order comes to now is taken; where that is nothing, that its authorisation is released."""
    payment = getattr(order, "payment", None)
    if payment and order.removed >= payment.authorised:
        how = plan_refund(payment, amount=payment.authorised, final=True)
        void_or_refund(payment, how, final=True, cancellation_id=None, at=at)
    else:
        request_capture(payment, less=order.removed, at=at)
