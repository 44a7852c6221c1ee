"""The escalation to support (D6): where a maker cannot decline an order themselves, the same pop-up asks support."""

from collections.abc import Sequence
from datetime import datetime

from anam.cases.models import Case
from anam.mail.delivery import NotReached, not_reached
from anam.orders.models import Order
from anam.refusals import Next, Refusal, refusal_words

# What support can do something about; everything else means that the order has moved on, or that they do already.
_SUPPORT_CAN = frozenset({"decline_window_closed", "buyer_not_contacted"})


def can_be_escalated(refusals: Sequence[Refusal]) -> bool:
    """Whether an order that cannot be declined for `refusals` can be declined by support, for the maker."""
    return bool(refusals) and _SUPPORT_CAN.issuperset(refusal.code for refusal in refusals)


def buyer_not_reached(order: Order) -> list[NotReached]:
    """The members of the buyer whom our newest e-mail about `order` did not reach. Costs a query where one failed.

    That they were written to counts as contact (D3): the message is there to be read. But their maker may have
    support tell them all the same.
    """
    return not_reached(order_id=order.pk, party="buyer") if has_failed_emails(order) else []


def has_failed_emails(order: Order) -> bool:
    """Whether any e-mail about `order` did not arrive; known already where it was found for its page."""
    known: bool | None = getattr(order, "has_failed_emails", None)
    return order.emails.filter(failed_at__isnull=False).exists() if known is None else known


def kind_of_case(order: Order, *, now: datetime) -> Case.Kind:
    """What support is asked for at `now` (UTC): too late to decline, or to tell a buyer who cannot be reached."""
    return Case.Kind.TELL_BUYER if order.in_time(now) else Case.Kind.LATE_DECLINE


def escalation_url(order: Order, refusals: Sequence[Refusal], unreached: Sequence[NotReached]) -> str:
    """The address of the pop-up that asks support to tell a buyer who has not been reached; empty where none does."""
    if not unreached or not (can_be_escalated(refusals) or not refusals):
        return ""
    return f"{order.get_absolute_url()}support/"


def latest_case(order: Order) -> Case | None:
    """The last time that support was asked to decline `order`, open or closed."""
    asked = (
        Case.objects.of_order(order.pk).escalations().select_related("opened_by", "closed_by", "reason", "assigned_to")
    )
    return asked.order_by("-id").first()


def handling_words(taken_by: str) -> str:
    """How far support is that was asked: `taken_by` is the name of whoever has taken it, empty while nobody has."""
    return refusal_words("support_handling", by=taken_by) if taken_by else refusal_words("support_waiting")


def pop_up(order: Order, words: str) -> Next:
    """The step to the pop-up, which says what will happen instead."""
    return Next(words, f"{order.get_absolute_url()}decline/")
