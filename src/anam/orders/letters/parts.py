"""What the letters about orders have in common."""

from django.conf import settings
from django.urls import reverse

from anam.history.models import Entry
from anam.orders.models import Order
from anam.payments.actions.give_back import GivingBack
from anam.words import money


def money_words(how: GivingBack, *, card: str = "", ahead: bool = False) -> str:
    """What happens to a buyer's money when an order is called off; `ahead`: before it is (D8, D11)."""
    if how.kind == "nothing":
        return "No payment was taken, so there is nothing to give back."
    verb, on = "will be" if ahead else "is being", f" on {card}" if card else ""
    amount = money(how.amount, how.currency)
    if how.kind == "void":
        return f"{amount} was authorised{on} and {verb} released. Nothing was charged."
    if how.amount == how.charged:
        return f"{amount} was charged{on} and {verb} refunded in full."
    charged = money(how.charged, how.currency)
    if not how.amount:
        return f"{charged} was charged{on}, and all of it was refunded before, or is being refunded."
    return f"{amount} {verb} refunded: what is left of the {charged} that was charged{on}."


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
