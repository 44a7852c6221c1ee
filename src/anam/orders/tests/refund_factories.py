"""Orders that have shipped and are paid, to refund."""

from typing import Any

from anam.orders.fulfilment.accept import accept
from anam.orders.fulfilment.ship import ship
from anam.orders.models import Order, Refund
from anam.orders.refunds.refund_order import refund_order
from anam.payments.actions.execute import execute
from anam.payments.models import Payment, PaymentOperation
from anam.payments.states import OPEN
from conftest import Cast

REFUND_WORDS = "Two of the mugs came broken: we are sorry, and give you their money back."


def settle(order: Order) -> None:
    """Have the gateway do what is open of the payment of `order`."""
    for operation in PaymentOperation.objects.filter(payment__order=order, state__in=OPEN).order_by("pk"):
        execute(operation.pk)


def shipped_order(cast: Cast, **kwargs: Any) -> Order:
    """6 mugs for $14.50 and 2 bowls for $33, $12 of shipping: $165.00, shipped and charged."""
    order = cast.order(**kwargs)
    accept(order.number, maker=cast.byrne, by=cast.hanna)
    ship(order.number, maker=cast.byrne, by=cast.hanna, carrier="An Post")
    settle(order)
    return Order.objects.get(pk=order.pk)


def held_elsewhere(order: Order, name: str = "Shopify") -> Order:
    """The same, of which another system holds the money."""
    Payment.objects.filter(order=order).update(holder="external", holder_name=name, gateway_reference="", card="")
    return Order.objects.get(pk=order.pk)


def refund(cast: Cast, order: Order, **kwargs: Any) -> Refund:
    """Sam gives money back."""
    return refund_order(order.number, **{"by": cast.sam, "reason": "damaged", "words": REFUND_WORDS, **kwargs})
