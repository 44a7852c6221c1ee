"""E-mails on an escalation to support (D6): to the maker, for the buyer hears nothing until the order is declined."""

from datetime import datetime

from anam.history.models import Entry
from anam.mail.content import EmailContent
from anam.orders.emails.parts import page_of_order, who
from anam.orders.models import Order
from anam.words import day_and_clock, place_in


def asked_maker(entry: Entry, order: Order, zone: str) -> EmailContent:
    answer_by = datetime.fromisoformat(entry.facts["answer_by"])
    in_time = "It came in time." if entry.facts["in_time"] else "The window had ended; support decides."
    return EmailContent(
        subject=f"Support has been asked to tell {order.buyer.name} about order {order.number}",
        paragraphs=[
            f"{who(entry)} asked support to tell {order.buyer.name} that you cannot fulfil order {order.number}, "
            f"and to cancel it in your name. {in_time}",
            f"You have an answer by {day_and_clock(answer_by, zone=zone)} ({place_in(zone)}). Until then nothing "
            f"changes: no money moves, and {order.buyer.name} has heard nothing from us.",
            "If you can make it after all, take the request back on the order's page.",
        ],
        quoted=f"Message to {order.buyer.name}:",
        quote=entry.facts["explanation"],
        link_words="See the order",
        link=page_of_order(order, "maker"),
    )


def refused_maker(entry: Entry, order: Order, zone: str) -> EmailContent:
    return EmailContent(
        subject=f"Support could not cancel order {order.number}",
        paragraphs=[
            f"You asked support to cancel order {order.number} of {order.buyer.name}. It is not cancelled: the order "
            "stands as it was."
        ],
        quoted=f"{who(entry)} of support writes:",
        quote=entry.facts["words"],
        after=["What you can do now is on the order’s page."],
        link_words="See what to do now",
        link=page_of_order(order, "maker"),
    )


def handed_back_maker(entry: Entry, order: Order, zone: str) -> EmailContent:
    return EmailContent(
        subject=f"Order {order.number} is in your hands again",
        paragraphs=[f"Support has handed your request about order {order.number} of {order.buyer.name} back to you."],
        quoted=f"{who(entry)} of support writes:",
        quote=entry.facts["words"],
        after=["The order is not cancelled. What you can do now is on its page."],
        link_words="See what to do now",
        link=page_of_order(order, "maker"),
    )
