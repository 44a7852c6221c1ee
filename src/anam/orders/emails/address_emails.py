"""E-mails about where an order is sent: changed, asked for, refused. The address is put in when they are sent."""

from datetime import datetime

from anam.history.models import Entry
from anam.mail.content import EmailContent
from anam.orders.emails.parts import page_of_order, who
from anam.orders.models import Order
from anam.words import day_and_clock, place_in


def changed_maker(entry: Entry, order: Order, zone: str) -> EmailContent:
    return EmailContent(
        subject=f"New address for order {order.number}",
        paragraphs=[f"{who(entry)} changed the address of order {order.number} from {order.buyer.name}. Send it to:"],
        shows_address=True,
        after=["Have you packed it already? Change the label before it leaves."],
        link_words="See the order",
        link=page_of_order(order, "maker"),
    )


def changed_buyer(entry: Entry, order: Order, zone: str) -> EmailContent:
    by = "agreed to another country for" if entry.actor_as != "buyer" else "changed the address of"
    return EmailContent(
        subject=f"New address for your order {order.number}",
        paragraphs=[f"{who(entry)} {by} your order {order.number} from {order.maker.name}. It goes to:"],
        shows_address=True,
        after=["Is that not right? Change it on the order’s page until it ships."],
        link_words="See the order",
        link=page_of_order(order, "buyer"),
    )


def asked_maker(entry: Entry, order: Order, zone: str) -> EmailContent:
    answer_by = datetime.fromisoformat(entry.facts["answer_by"])
    return EmailContent(
        subject=f"{order.buyer.name} asks to send order {order.number} to another country",
        paragraphs=[
            f"{who(entry)} asks you to send order {order.number} to another country than it was ordered to.",
            f"The address is on the order’s page. Agree or say why not by {day_and_clock(answer_by, zone=zone)} "
            f"({place_in(zone)}). After that, support decides with them; until then it goes where it went.",
        ],
        link_words="Answer them",
        link=page_of_order(order, "maker"),
    )


def asked_buyer(entry: Entry, order: Order, zone: str) -> EmailContent:
    return EmailContent(
        subject=f"You asked for another country for order {order.number}",
        paragraphs=[
            f"{who(entry)} asked {order.maker.name} to send order {order.number} to another country.",
            f"Until {order.maker.name} agrees, it goes where it went.",
        ],
        link_words="See the order",
        link=page_of_order(order, "buyer"),
    )


def refused_buyer(entry: Entry, order: Order, zone: str) -> EmailContent:
    return EmailContent(
        subject=f"Order {order.number} is not sent to another country",
        paragraphs=[f"{who(entry)} did not agree to send order {order.number} to another country. It goes here:"],
        shows_address=True,
        quoted=f"{who(entry)} writes:",
        quote=entry.facts["words"],
        link_words="See the order",
        link=page_of_order(order, "buyer"),
    )


def refused_maker(entry: Entry, order: Order, zone: str) -> EmailContent:
    return EmailContent(
        subject=f"Order {order.number} is sent where it was ordered to",
        paragraphs=[f"{who(entry)} did not agree to send order {order.number} to another country."],
        quoted=f"{who(entry)} wrote:",
        quote=entry.facts["words"],
        link_words="See the order",
        link=page_of_order(order, "maker"),
    )
