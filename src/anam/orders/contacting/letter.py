"""The message that tells a buyer that their order cannot be fulfilled: begun from the reason, with a blank."""

from collections.abc import Sequence
from dataclasses import dataclass

from anam.orders.models import Order
from anam.payments.models import Payment
from anam.people.models import User
from anam.policy.models import Reason
from anam.words import listed, money


@dataclass(frozen=True)
class Letter:
    """What stands around the blank; neither holds an empty line."""

    opening: str
    closing: str

    def filled(self, blank: str) -> str:
        """The whole message."""
        return f"{self.opening}\n\n{blank}\n\n{self.closing}"


def reader_name(order: Order) -> str:
    """How a maker speaks to and of whoever ordered: by their first name, where a person did."""
    return order.placed_by.first_name if order.placed_by else order.buyer.name


def begin_letter(order: Order, *, writer: User, reason: Reason | None, parts: Sequence[tuple[int, str]] = ()) -> Letter:
    """A message about `order`, begun from the `reason`; `parts` are how many of what cannot be sent, if not all."""
    items = listed([f"{quantity} × {title}" for quantity, title in parts])
    is_theirs = reason is not None and reason.fault == Reason.Fault.BUYER
    if items:
        does = "I will cancel" if is_theirs else "I am sorry: I can’t send"
        what = f"{does} {items} of your order {order.number}."
    else:
        does = "I will cancel" if is_theirs else "I am sorry: I can’t fulfil"
        what = f"{does} your order {order.number}."
    why = f" The reason: {reason.for_buyer}." if reason and reason.for_buyer else ""
    signed = f"{writer.first_name}, {order.maker.name}"
    return Letter(
        f"Dear {reader_name(order)}, {what}{why}",
        "\n".join(filter(None, [_of_the_money(order, part=bool(items)), signed])),
    )


def blank_of(body: str) -> str:
    """What was written into the blank of a message that `Letter.filled` made."""
    return body.partition("\n\n")[2].rpartition("\n\n")[0].strip()


def _of_the_money(order: Order, *, part: bool) -> str:
    """What is so of the money before anything is cancelled; nothing where that is not ours to know (M2)."""
    payment: Payment | None = getattr(order, "payment", None)
    if payment is None or payment.is_external:
        return ""
    if payment.status == Payment.Status.AUTHORISED and not payment.captured:
        return "" if part else "Nothing has been charged."
    if payment.status == Payment.Status.CAPTURED and not part:
        return f"{money(order.due, order.currency)} goes back to you once the order is cancelled."
    return ""
