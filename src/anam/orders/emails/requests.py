"""E-mails about what a buyer asks for: asked, answered, not answered; and about the part that was removed."""

from datetime import datetime

from anam.history.models import Entry
from anam.history.sentences import sentence
from anam.mail.content import EmailContent
from anam.orders.contacting.waiting_email import told_before
from anam.orders.emails.parts import because, goods_of, money_words, page_of_order, who
from anam.orders.models import Order
from anam.payments.actions.void_or_refund import RefundPlan
from anam.payments.sentences import card_words
from anam.words import day_and_clock, listed_goods, money, place_in


def asked_maker(entry: Entry, order: Order, zone: str) -> EmailContent:
    answer_by = datetime.fromisoformat(entry.facts["answer_by"])
    parts = listed_goods(entry.facts["parts"])
    wanted = f"cancel order {order.number}" if entry.facts["whole"] else f"remove {parts} from order {order.number}"
    return EmailContent(
        subject=f"{order.buyer.name} asks to {'cancel' if entry.facts['whole'] else 'change'} order {order.number}",
        paragraphs=[
            f"{order.buyer.name} asks you to {wanted}. If you agree, it never counts against you.",
            f"Agree or say why not by {day_and_clock(answer_by, zone=zone)} ({place_in(zone)}). After that, support "
            "decides with them.",
        ],
        quoted=f"{who(entry)} writes:",
        quote=entry.facts["words"],
        link_words="Answer them",
        link=page_of_order(order, "maker"),
    )


def declined_buyer(entry: Entry, order: Order, zone: str) -> EmailContent:
    return EmailContent(
        subject=f"{order.maker.name} keeps order {order.number} as it is",
        paragraphs=[f"You asked to change or cancel order {order.number}. {who(entry)} did not agree: it stands."],
        quoted=f"{who(entry)} writes:",
        quote=entry.facts["words"],
        after=["What you can do next: write to the maker from the order, or tell support if something is wrong."],
        link_words="See the order",
        link=page_of_order(order, "buyer"),
    )


def unanswered(party: str, entry: Entry, order: Order, zone: str) -> EmailContent:
    return EmailContent(
        subject=f"Support looks after the request about order {order.number}",
        paragraphs=[
            sentence(entry, reader=party),
            "Support decides, and writes to both of you."
            if party == "buyer"
            else "You can still answer on the order’s page until support has.",
        ],
        link_words="See the order",
        link=page_of_order(order, party),
    )


def removed(party: str, entry: Entry, order: Order, zone: str) -> EmailContent:
    paid = RefundPlan(**entry.facts["money"])
    return EmailContent(
        subject=f"Order {order.number} is smaller now",
        paragraphs=[
            sentence(entry, reader=party),
            f"The order comes to {money(order.due, order.currency)} now.",
            f"The money: {money_words(paid, part=True)}",
        ],
        quoted=f"{who(entry)} wrote:" if entry.facts["explanation"] else "",
        quote=entry.facts["explanation"],
        link_words="See the order",
        link=page_of_order(order, party),
    )


def part_declined_buyer(entry: Entry, order: Order, zone: str) -> EmailContent:
    paid, maker = RefundPlan(**entry.facts["money"]), told_before(entry)
    return EmailContent(
        subject=f"{order.maker.name} cannot fulfil a part of your order {order.number}",
        paragraphs=[
            f"{order.maker.name} has cancelled {goods_of(entry)} of your order {order.number}.{because(entry)} "
            f"The rest stands, and comes to {money(order.due, order.currency)}."
        ],
        quoted=f"{order.maker.name} writes:",
        quote=maker.words,
        after=[
            *maker.pictures,
            f"Your money: {money_words(paid, part=True)}",
            "What you can do next: answer the maker, or ask them to cancel the rest too.",
        ],
        link_words="See the order",
        link=page_of_order(order, "buyer"),
    )


def part_refunded_buyer(entry: Entry, order: Order, zone: str) -> EmailContent:
    amount = money(entry.facts["amount"], entry.facts["currency"])
    card = card_words(entry.facts.get("card", "")) or "your card"
    return EmailContent(
        subject=f"{amount} of order {order.number} is refunded",
        paragraphs=[
            f"For what was removed from your order {order.number}, {amount} was refunded to {card}. "
            "Your bank may need a few days to show it."
        ],
        link_words="See the order",
        link=page_of_order(order, "buyer"),
    )
