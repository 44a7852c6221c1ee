"""The support article in code: the window, and why an order cannot be declined now.

The button, the pop-up and the action all ask `why_not`; what will happen is in cancellation/plan.py.
"""

from datetime import datetime

from anam.history.models import Entry
from anam.orders.escalation.next_step import handling_words, pop_up
from anam.orders.models import Order
from anam.orders.status import OPEN, Status
from anam.policy.models import Policy
from anam.refusals import Next, Refusal, refusal_words


def decline_by(placed_at: datetime, policy: Policy) -> datetime:
    """When the decline window of an order ends; stored on the order when it is placed (D13)."""
    return placed_at + policy.decline_window


def why_not(order: Order, *, now: datetime, handled: bool = False, taken_by: str = "") -> list[Refusal]:
    """Every reason why `order` cannot be declined at `now` (UTC, the database's clock); empty where it can.

    `handled`: support has been asked already (D6), and `taken_by` says who of them has taken it. Codes and their order
    are those of the design: what is final, or in support's hands, comes alone; then the window (D2), then contact (D3).
    """
    if order.status not in OPEN:
        return [no_longer_possible(order)]
    if handled:
        see = Next("See what you asked", f"{order.get_absolute_url()}#support")
        return [Refusal("support_is_handling", handling_words(taken_by), see)]
    found = []
    if not order.in_time(now):
        found.append(
            Refusal(
                "decline_window_closed",
                refusal_words(
                    "decline_window_closed",
                    hours=order.policy.decline_window_hours,
                    at=order.decline_by.isoformat(),
                ),
                pop_up(order, "Ask support to cancel it for you"),
            )
        )
    if order.contacted_at is None:
        found.append(
            Refusal(
                "buyer_not_contacted",
                refusal_words("buyer_not_contacted", buyer=order.buyer.name),
                Next(f"Write to {order.buyer.name}", f"{order.get_absolute_url()}contact/"),
            )
        )
    return found


def no_longer_possible(order: Order) -> Refusal:
    """What has happened to an order that cannot be moved any more: what, when, by whom."""
    see = Next("See the order", order.get_absolute_url())
    if order.is_cancelled:
        cancellation = order.cancellation
        if cancellation is None:
            return Refusal(f"already_{order.status}", refusal_words("already", status=order.status), see)
        who = cancellation.by.name if cancellation.by else ""
        words = refusal_words("cancelled_on", by=who, at=cancellation.at.isoformat())
        return Refusal(f"already_{order.status}", words, see)
    if order.status == Status.SHIPPED and order.shipped_at:
        entry = Entry.objects.filter(order=order, kind="shipped").select_related("actor").last()
        by = {"by": entry.actor.name} if entry and entry.actor else {}
        words = refusal_words("shipped_on_by" if by else "shipped_on", at=order.shipped_at.isoformat(), **by)
        return Refusal("already_shipped", words, see)
    if order.status == Status.COMPLETED:
        return Refusal("completed", refusal_words("completed"), see)
    if order.status == Status.ACCEPTED and order.accepted_at:
        words = refusal_words("accepted_on", at=order.accepted_at.isoformat())
        return Refusal("already_accepted", words, see)
    return Refusal("not_accepted", refusal_words("not_accepted"), see)
