"""The road through support (D6): where a maker cannot decline an order themselves, the same pop-up asks support."""

from collections.abc import Sequence
from datetime import datetime

from anam.cases.models import Case
from anam.orders.models import Order
from anam.refusals import Next, Refusal

# What support can do something about; everything else means that the order has moved on, or that they do already.
_SUPPORT_CAN = frozenset({"decline_window_closed", "buyer_not_contacted"})


def leads_to_support(refusals: Sequence[Refusal]) -> bool:
    """Whether an order that cannot be declined for `refusals` can be declined by support, for the maker."""
    return bool(refusals) and _SUPPORT_CAN.issuperset(refusal.code for refusal in refusals)


def kind_of_case(order: Order, *, now: datetime) -> Case.Kind:
    """What support is asked for at `now` (UTC): too late to decline, or to tell a buyer who cannot be reached."""
    return Case.Kind.TELL_BUYER if order.in_time(now) else Case.Kind.LATE_DECLINE


def latest_case(order: Order) -> Case | None:
    """The last time that support was asked to decline `order`, open or closed."""
    asked = Case.objects.of_order(order.pk).of_the_road().select_related("opened_by", "closed_by", "reason")
    return asked.order_by("-id").first()


def pop_up(order: Order, words: str) -> Next:
    """The step to the pop-up, which says what will happen instead."""
    return Next(words, f"{order.get_absolute_url()}decline/")
