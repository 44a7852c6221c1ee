"""Letters about an order that goes its way: placed, reminded of, accepted, shipped."""

from anam.history.models import Entry
from anam.mail.actions.write import Words
from anam.orders.letters.parts import page_of_order
from anam.orders.models import Order
from anam.words import count, day_and_clock, money, place_in

_TOO_LATE = (
    "You had asked to cancel it, or to have less of it; it was on its way before that was answered. If you do not want "
    "it any more, write to {maker}, or to support."
)


def _placed_maker(entry: Entry, order: Order, zone: str) -> Words:
    return Words(
        subject=f"New order {order.number} from {order.buyer.name}",
        paragraphs=[
            f"{order.buyer.name} has ordered from you, for {money(order.total, order.currency)}.",
            "Can you make it? Accept it, or, if you cannot, decline it by "
            f"{day_and_clock(order.decline_by, zone=zone)} ({place_in(zone)}).",
        ],
        link_words="See the order",
        link=page_of_order(order, "maker"),
    )


def _reminded_maker(entry: Entry, order: Order, zone: str) -> Words:
    left = count(entry.facts["hours_left"], "hour")
    return Words(
        subject=f"Less than {left} left to answer order {order.number}",
        paragraphs=[
            f"{order.buyer.name}'s order {order.number} is still waiting for you.",
            f"If you cannot make it, decline it by {day_and_clock(order.decline_by, zone=zone)} "
            f"({place_in(zone)}). "
            "After that, support has to cancel it for you.",
        ],
        link_words="Answer the order",
        link=page_of_order(order, "maker"),
    )


def _accepted_buyer(entry: Entry, order: Order, zone: str) -> Words:
    return Words(
        subject=f"{order.maker.name} accepted your order {order.number}",
        paragraphs=[f"{order.maker.name} will make your order. You will hear from us when it ships."],
        link_words="See the order",
        link=page_of_order(order, "buyer"),
    )


def _shipped_buyer(entry: Entry, order: Order, zone: str) -> Words:
    with_carrier = f" with {order.carrier}" if order.carrier else ""
    tracking = [f"Tracking number: {order.tracking}"] if order.tracking else []
    overtaken = order.requests.filter(answer="overtaken", answered_at=entry.at).exists()
    asked = [_TOO_LATE.format(maker=order.maker.name)] if overtaken else []
    return Words(
        subject=f"{order.maker.name} shipped your order {order.number}",
        paragraphs=[f"Your order is on its way{with_carrier}.", *tracking, *asked],
        link_words="See the order",
        link=page_of_order(order, "buyer"),
    )


LETTERS = {
    ("placed", "maker"): _placed_maker,
    ("reminded", "maker"): _reminded_maker,
    ("accepted", "buyer"): _accepted_buyer,
    ("shipped", "buyer"): _shipped_buyer,
}
