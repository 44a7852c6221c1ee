from datetime import datetime
from typing import Any

from django.db import transaction

from anam.coded import coded
from anam.history.record import record
from anam.orders.clock import order_now
from anam.orders.escalation.supersede import supersede
from anam.orders.fulfilment.shipping_cost import shipping_cost
from anam.orders.locking import lock_of_maker, transition
from anam.orders.models import Order
from anam.orders.status import Status
from anam.payments.actions.request_capture import request_capture
from anam.payments.actions.void_or_refund import plan_refund, void_or_refund
from anam.payments.models import Payment
from anam.people.models import Maker, User
from anam.refusals import Refused

NOT_PAID = "This order is not paid: the bank holds nothing for it. Do not ship it."


@transaction.atomic
def ship(
    number: str, *, maker: Maker, by: User, carrier: str, tracking: str = "", shipping: int | None = None
) -> Order:
    """The order is on its way, and what is due of its payment is taken (M5). Raises as `accept` does.

    `shipping` is what it costs in minor units, at most what was announced; it may be left out where that was exact.
    Else it is Refused: "shipping_needed", "shipping_above_announced"; and `not_paid` (M6), where `hold_payment` was not
    called before, or the bank did not hold the money.
    """
    order = lock_of_maker(maker, number)
    cost = None
    if order.status == Status.ACCEPTED:
        _validate_payment(order)
        cost = shipping_cost(order, shipping)
    now = order_now(order)
    transition(order, "ship", shipped_at=now, carrier=carrier, tracking=tracking, shipping_charged=cost)
    supersede(order, how=coded("order_shipped", by=by.name), by=by, at=now)
    record_shipped(order, by=by, at=now)
    take_what_is_due(order, at=now)
    return order


def _validate_payment(order: Order) -> None:
    """Nothing ships for which a gateway can take nothing any more. What another system holds is its own to say (M2)."""
    payment: Payment | None = getattr(order, "payment", None)
    if payment is None or payment.is_external:
        return
    if payment.is_to_be_held and order.total > order.removed:
        raise Refused.because("not_paid", NOT_PAID)
    if order.removed >= payment.authorised:
        return
    gone = payment.captured and payment.refunded + payment.refund_pending >= payment.captured
    if gone or payment.status == Payment.Status.EXPIRED:
        raise Refused.because("not_paid", NOT_PAID)


def record_shipped(order: Order, *, by: User, at: datetime) -> None:
    """Put on record that a shipped `order` is on its way, and how much less its shipping cost than was announced."""
    less: dict[str, Any] = {
        "shipping": order.shipping_charged,
        "less": order.shipping_saved,
        "currency": order.currency,
    }
    record(
        order,
        kind="shipped",
        by=by,
        acting_as="maker",
        at=at,
        carrier=order.carrier,
        tracking=order.tracking,
        **(less if order.shipping_saved else {}),
    )


def take_what_is_due(order: Order, *, at: datetime) -> int | None:
    """Decide that what a shipped `order` comes to is taken, and no more; the answer is the operation's id, if any.

    The rest of an authorisation is released with that; all of it, where nothing is due. Of what was taken before,
    what the shipping cost less goes back.
    """
    payment = getattr(order, "payment", None)
    if payment is None:
        return None
    if payment.status == Payment.Status.AUTHORISED and order.due > 0:
        return request_capture(payment, amount=min(order.due, payment.authorised), at=at)
    final = payment.status == Payment.Status.AUTHORISED
    how = plan_refund(payment, amount=order.shipping_saved, final=final)
    return void_or_refund(payment, how, final=final, cancellation_id=None, at=at)
