"""E-mails about the card that an order is paid with: refused, not held for longer, authorised after all (M6)."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from anam.history.models import Entry
from anam.history.sentences import words_of
from anam.mail.content import EmailContent
from anam.orders.emails.parts import page_of_order
from anam.orders.models import Order
from anam.payments.sentences import card_words
from anam.words import day_and_clock, money, place_in


def payment_failed_buyer(entry: Entry, order: Order, zone: str) -> EmailContent:
    """The bank holds nothing, and the order does not ship before it does (M6)."""
    by = entry.facts.get("pay_by")
    until = f" by {day_and_clock(datetime.fromisoformat(by), zone=zone)} ({place_in(zone)})" if by else ""
    return EmailContent(
        subject=f"Your order {order.number} is not paid: please confirm your card",
        paragraphs=[
            f"For your order {order.number} from {order.maker.name}, your bank did not authorise "
            f"{money(entry.facts['amount'], entry.facts['currency'])} on {_card_of(entry)}: {words_of(entry)}",
            "Nothing is held, and nothing was charged. The order does not ship before it is paid.",
            f"Please confirm this card with your bank, or give another one{until}. Else the order is cancelled, and "
            "that costs you nothing.",
        ],
        link_words="Confirm or change your card",
        link=_page_to_pay(order),
    )


def payment_not_renewed_buyer(entry: Entry, order: Order, zone: str) -> EmailContent:
    """The money is held still, and will not be for longer (M6)."""
    ends = entry.facts.get("until")
    until = f"until {day_and_clock(datetime.fromisoformat(ends), zone=zone)} ({place_in(zone)})" if ends else "still"
    return EmailContent(
        subject=f"Please confirm your card for order {order.number}",
        paragraphs=[
            f"For your order {order.number} from {order.maker.name}, your bank holds "
            f"{money(order.payment.authorised, order.currency)} on {_card_of(entry)} {until}, and did not agree to "
            f"hold it for longer: {words_of(entry)}",
            "If the order ships before then, there is nothing to do. Else it is not paid: please confirm this card "
            "with your bank, or give another one.",
        ],
        link_words="Confirm or change your card",
        link=_page_to_pay(order),
    )


def _card_of(entry: Entry) -> str:
    return card_words(entry.facts.get("card", "")) or "your card"


def _page_to_pay(order: Order) -> str:
    return f"{settings.SITE_URL}{reverse('buyer-pay', args=[order.number])}"


def payment_authorised_maker(entry: Entry, order: Order, zone: str) -> EmailContent:
    """What was not paid, is (M6)."""
    return EmailContent(
        subject=f"Order {order.number} is paid: you can ship it",
        paragraphs=[
            f"The bank of {order.buyer.name} authorised {money(entry.facts['amount'], entry.facts['currency'])} for "
            f"order {order.number}. It is charged when you ship.",
        ],
        link_words="See the order",
        link=page_of_order(order, "maker"),
    )
