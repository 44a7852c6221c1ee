"""The message that tells a buyer that their order cannot be fulfilled: begun from the reason, with a blank."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string

from anam.orders.models import Order
from anam.people.models import User
from anam.policy.models import Reason
from anam.words import listed_goods


@dataclass(frozen=True)
class BegunMessage:
    """What stands around the blank; neither holds an empty line."""

    opening: str
    closing: str

    def filled(self, blank: str) -> str:
        """The whole message."""
        return f"{self.opening}\n\n{blank}\n\n{self.closing}"


def reader_name(order: Order) -> str:
    """How a maker speaks to and of whoever ordered: by their first name, where a person did."""
    return order.placed_by.first_name if order.placed_by else order.buyer.name


def begin_message(
    order: Order, *, writer: User, reason: Reason | None, parts: Sequence[tuple[int, str]] = ()
) -> BegunMessage:
    """A message about `order`, begun from the `reason`; `parts` are how many of what cannot be sent, if not all.

    Of the money it says what is so before anything is cancelled, and nothing where that is not ours to know (M2).
    """
    payment = getattr(order, "payment", None)
    shown = {
        "order": order,
        "who": reader_name(order),
        "items": listed_goods(parts),
        "is_theirs": reason is not None and reason.fault == Reason.Fault.BUYER,
        "reason": reason.for_buyer if reason else "",
        "payment": None if payment is None or payment.is_external else payment.status,
        "writer": writer.first_name,
    }
    opening, closing = (_lines(f"orders/message/{part}.txt", shown) for part in ("opening", "closing"))
    return BegunMessage(" ".join(opening), "\n".join(closing))


def _lines(template: str, shown: dict[str, object]) -> list[str]:
    return [line.strip() for line in render_to_string(template, shown).splitlines() if line.strip()]


def blank_of(body: str) -> str:
    """What was written into the blank of a message that `BegunMessage.filled` made."""
    return body.partition("\n\n")[2].rpartition("\n\n")[0].strip()
