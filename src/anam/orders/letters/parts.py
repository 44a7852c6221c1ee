"""What the letters about orders have in common."""

from django.conf import settings
from django.urls import reverse

from anam.history.models import Entry
from anam.orders.models import Order
from anam.words import money


def money_words(kind: str, amount: int, currency: str, *, card: str = "", ahead: bool = False) -> str:
    """What happens to a buyer's money when an order is called off; `ahead`: before it is (D8, D11)."""
    sum_of = money(amount, currency) if currency else ""
    on = f" on {card}" if card else ""
    if kind == "void":
        verb = "will be" if ahead else "is being"
        return f"{sum_of} was authorised{on} and {verb} released. Nothing was charged."
    if kind == "refund":
        verb = "will be" if ahead else "is being"
        return f"{sum_of} was charged{on} and {verb} refunded in full."
    return "No payment was taken, so there is nothing to give back."


def page_of_order(order: Order, party: str) -> str:
    """The address of `order` for a reader of `party` ("maker" or "buyer")."""
    path = order.get_absolute_url() if party == "maker" else reverse("buyer-order", args=[order.number])
    return f"{settings.SITE_URL}{path}"


def because(entry: Entry) -> str:
    """The reason in the buyer's words, where there is anything for them in it."""
    return f" The reason: {entry.facts['for_buyer']}." if entry.facts.get("for_buyer") else ""


def who(entry: Entry) -> str:
    """Who did it."""
    return entry.actor.name if entry.actor else "The marketplace"
