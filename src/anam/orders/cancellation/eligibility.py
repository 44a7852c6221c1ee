"""The support article in code: the window, and why an order cannot be declined now.

The button, the pop-up and the action all ask `why_not`; what will happen is in cancellation/plan.py.
"""

from datetime import datetime

from anam.history.models import Entry
from anam.orders.escalation.next_step import handling_words, pop_up
from anam.orders.models import Order
from anam.orders.status import OPEN, Status
from anam.policy.models import Policy
from anam.refusals import Next, Refusal
from anam.words import day_and_clock


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
                f"The {order.policy.decline_window_hours} hours ended on {day_and_clock(order.decline_by)}.",
                pop_up(order, "Ask support to cancel it for you"),
            )
        )
    if order.contacted_at is None:
        found.append(
            Refusal(
                "buyer_not_contacted",
                f"Tell {order.buyer.name} first: a message about this order, before it is cancelled.",
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
            return Refusal(f"already_{order.status}", f"This order is already {order.status}.", see)
        who = cancellation.by.name if cancellation.by else "The marketplace"
        when = day_and_clock(cancellation.at)
        return Refusal(f"already_{order.status}", f"{who} cancelled this order on {when}.", see)
    if order.status == Status.SHIPPED and order.shipped_at:
        entry = Entry.objects.filter(order=order, kind="shipped").select_related("actor").last()
        by = f" by {entry.actor.name}" if entry and entry.actor else ""
        return Refusal("already_shipped", f"This order was shipped on {day_and_clock(order.shipped_at)}{by}.", see)
    if order.status == Status.COMPLETED:
        return Refusal("completed", "This order is completed: it was shipped and has arrived.", see)
    if order.status == Status.ACCEPTED and order.accepted_at:
        return Refusal("already_accepted", f"This order was accepted on {day_and_clock(order.accepted_at)}.", see)
    return Refusal("not_accepted", "Accept this order first; then it can be shipped.", see)
