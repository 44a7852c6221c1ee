"""Returns at each of their steps."""

from typing import Any

from anam.orders.models import Order, OrderReturn
from anam.orders.returns.agree_return import agree_return
from anam.orders.returns.ask_return import ask_return
from anam.orders.returns.receive_return import receive_return
from anam.orders.returns.send_return import send_return
from anam.orders.tests.refund_factories import shipped_order
from conftest import Cast

WHY = "Two of the mugs have a crack below the handle."
WHERE = "Byrne Ceramics, 4 Kiln Lane, Bristol. Wrap them well, please."


def mug_of(order: Order) -> int:
    return order.lines.get(sku="MUG-01").pk


def order_return(cast: Cast, *, until: str = "asked", **kwargs: Any) -> OrderReturn:
    """Ines asks to send back two of six mugs; Sam agrees; she sends them; they come back."""
    order = shipped_order(cast, **kwargs)
    mug, number = mug_of(order), order.number
    one = ask_return(number, buyer=cast.harbor, by=cast.ines, words=WHY, quantities={mug: 2})
    if until in ("agreed", "sent", "received"):
        one = agree_return(number, one.pk, by=cast.sam, words=WHERE)
    if until in ("sent", "received"):
        one = send_return(number, one.pk, buyer=cast.harbor, by=cast.ines, carrier="An Post", tracking="AP-1")
    if until == "received":
        one = receive_return(number, one.pk, by=cast.sam, quantities={mug: 2})
    return one
