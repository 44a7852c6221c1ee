"""What the e-mails about an order say (D10): to the buyer, and to the maker, for each kind of entry."""

from django.conf import settings
from django.urls import reverse

from anam.history.models import Entry
from anam.mail.actions.write import Words
from anam.orders.models import Order
from anam.words import count, day_and_clock, money, place_in


def words_for(entry: Entry, order: Order, *, party: str, zone: str) -> Words | None:
    """The letter about `entry` for a reader of `party` ("maker" or "buyer") in `zone`; None: no letter."""
    compose = _LETTERS.get((entry.kind, party))
    return compose(entry, order, zone) if compose else None


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


def _page(order: Order, party: str) -> str:
    path = order.get_absolute_url() if party == "maker" else reverse("buyer-order", args=[order.number])
    return f"{settings.SITE_URL}{path}"


def _placed_maker(entry: Entry, order: Order, zone: str) -> Words:
    return Words(
        subject=f"New order {order.number} from {order.buyer.name}",
        paragraphs=[
            f"{order.buyer.name} has ordered from you, for {money(order.total, order.currency)}.",
            "Can you make it? Accept it, or, if you cannot, decline it by "
            f"{day_and_clock(order.decline_by, zone=zone)} ({place_in(zone)}).",
        ],
        link_words="See the order",
        link=_page(order, "maker"),
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
        link=_page(order, "maker"),
    )


def _accepted_buyer(entry: Entry, order: Order, zone: str) -> Words:
    return Words(
        subject=f"{order.maker.name} accepted your order {order.number}",
        paragraphs=[f"{order.maker.name} will make your order. You will hear from us when it ships."],
        link_words="See the order",
        link=_page(order, "buyer"),
    )


def _shipped_buyer(entry: Entry, order: Order, zone: str) -> Words:
    with_carrier = f" with {order.carrier}" if order.carrier else ""
    tracking = [f"Tracking number: {order.tracking}"] if order.tracking else []
    return Words(
        subject=f"{order.maker.name} shipped your order {order.number}",
        paragraphs=[f"Your order is on its way{with_carrier}.", *tracking],
        link_words="See the order",
        link=_page(order, "buyer"),
    )


def _declined_buyer(entry: Entry, order: Order, zone: str) -> Words:
    paid = entry.facts["money"]
    card = order.payment.card if hasattr(order, "payment") else ""
    return Words(
        subject=f"{order.maker.name} cannot fulfil your order {order.number}",
        paragraphs=[
            f"{order.maker.name} has cancelled your order {order.number}, placed on "
            f"{day_and_clock(order.placed_at, zone=zone)}.{_because(entry)}"
        ],
        quoted=f"{order.maker.name} writes:",
        quote=entry.facts["explanation"],
        after=[
            f"Your money: {money_words(paid['kind'], paid['amount'], paid['currency'], card=card)}"
            + (" We will write again when your bank's side is done." if paid["kind"] != "nothing" else ""),
            "What you can do next: answer the maker, or look for something similar from another maker.",
        ],
        link_words="See the order",
        link=_page(order, "buyer"),
    )


def _declined_maker(entry: Entry, order: Order, zone: str) -> Words:
    paid = entry.facts["money"]
    return Words(
        subject=f"Order {order.number} is cancelled",
        paragraphs=[
            f"{_who(entry)} cancelled order {order.number} of {order.buyer.name}. "
            f"The reason: {entry.facts['reason'].lower()}.",
            f"{order.buyer.name} has been told, in your words.",
            f"The money: {money_words(paid['kind'], paid['amount'], paid['currency'])}",
        ],
        quoted="You wrote:" if entry.facts["explanation"] else "",
        quote=entry.facts["explanation"],
        link_words="See the order",
        link=_page(order, "maker"),
    )


def _cancelled_buyer(entry: Entry, order: Order, zone: str) -> Words:
    paid = entry.facts["money"]
    card = order.payment.card if hasattr(order, "payment") else ""
    return Words(
        subject=f"Your order {order.number} is cancelled",
        paragraphs=[f"Your order {order.number} from {order.maker.name} is cancelled.{_because(entry)}"],
        quoted=f"{_who(entry)} wrote:",
        quote=entry.facts["explanation"],
        after=[f"Your money: {money_words(paid['kind'], paid['amount'], paid['currency'], card=card)}"],
        link_words="See the order",
        link=_page(order, "buyer"),
    )


def _cancelled_maker(entry: Entry, order: Order, zone: str) -> Words:
    paid = entry.facts["money"]
    return Words(
        subject=f"Order {order.number} is cancelled",
        paragraphs=[
            f"{_who(entry)} cancelled order {order.number} of {order.buyer.name}. "
            f"The reason: {entry.facts['reason'].lower()}.",
            f"The money: {money_words(paid['kind'], paid['amount'], paid['currency'])}",
        ],
        quoted=f"{_who(entry)} wrote:",
        quote=entry.facts["explanation"],
        link_words="See the order",
        link=_page(order, "maker"),
    )


def _because(entry: Entry) -> str:
    """The reason in the buyer's words, where there is anything for them in it."""
    return f" The reason: {entry.facts['for_buyer']}." if entry.facts.get("for_buyer") else ""


def _who(entry: Entry) -> str:
    return entry.actor.name if entry.actor else "The marketplace"


def _given_back_buyer(entry: Entry, order: Order, zone: str) -> Words:
    amount, card = (
        money(entry.facts["amount"], entry.facts["currency"]),
        entry.facts.get("card") or "your card",
    )
    released = entry.kind == "payment_voided"
    return Words(
        subject=f"Your money for order {order.number} is {'released' if released else 'refunded'}",
        paragraphs=[
            f"The authorisation of {amount} on {card} is released. Nothing was charged; "
            "your bank may need a few days to show it."
            if released
            else f"{amount} was refunded in full to {card}. Your bank may need a few days to show it."
        ],
        link_words="See the order",
        link=_page(order, "buyer"),
    )


_LETTERS = {
    ("placed", "maker"): _placed_maker,
    ("reminded", "maker"): _reminded_maker,
    ("accepted", "buyer"): _accepted_buyer,
    ("shipped", "buyer"): _shipped_buyer,
    ("declined", "buyer"): _declined_buyer,
    ("declined", "maker"): _declined_maker,
    ("cancelled", "buyer"): _cancelled_buyer,
    ("cancelled", "maker"): _cancelled_maker,
    ("payment_voided", "buyer"): _given_back_buyer,
    ("payment_refunded", "buyer"): _given_back_buyer,
}
