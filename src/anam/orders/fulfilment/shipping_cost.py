"""What shipping an order cost: at most what the buyer was told (M5)."""

from anam.orders.models import Order
from anam.refusals import Refused
from anam.words import money

# Refusals about what was said of it, rather than about the order.
ABOUT_SHIPPING = ("shipping_needed", "shipping_above_announced")


def shipping_cost(order: Order, said: int | None) -> int:
    """The actual shipping cost of `order` in minor units, as it was `said`; what was announced, where that is exact.

    Raises Refused where it is needed and was not said, or is more than was announced.
    """
    announced = money(order.shipping, order.currency)
    if said is None:
        if order.asks_for_shipping:
            raise Refused.because(
                "shipping_needed",
                f"Say what the shipping costs: {order.buyer.name} was told that it is at most {announced}, and pays "
                "what it is.",
            )
        return order.shipping
    if not 0 <= said <= order.shipping:
        raise Refused.because(
            "shipping_above_announced",
            f"{order.buyer.name} was told that shipping costs at most {announced}: they cannot be charged more.",
        )
    return said
