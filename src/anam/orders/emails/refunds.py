"""E-mails about money that support gives back of an order that has shipped (M12, D10)."""

from django.conf import settings

from anam.history.models import Entry
from anam.history.sentences import sentence
from anam.mail.content import EmailContent
from anam.orders.emails.parts import money_words, page_of_order, who
from anam.orders.models import Order
from anam.payments.refund_plan import RefundPlan
from anam.words import money


def decided_buyer(entry: Entry, order: Order, zone: str) -> EmailContent:
    """What goes back, and why; that it is back, another e-mail says once it is."""
    paid = RefundPlan(**entry.facts["money"])
    card = order.payment.card if hasattr(order, "payment") else ""
    done = f"{paid.holder} has confirmed it" if paid.holder else "it is done"
    return EmailContent(
        subject=f"{money(paid.amount, paid.currency)} of order {order.number} goes back to you",
        paragraphs=[
            f"Your money: {money_words(paid, part=True, card=card)} We will write again when {done}.",
        ],
        quoted=f"{who(entry)} of {settings.MARKETPLACE_NAME} support writes:",
        quote=entry.facts["words"],
        link_words="See the order",
        link=page_of_order(order, "buyer"),
    )


def decided_maker(entry: Entry, order: Order, zone: str) -> EmailContent:
    """What goes back of an order that they have shipped, and why."""
    paid = RefundPlan(**entry.facts["money"])
    said = sentence(entry).partition(" “")[0]
    return EmailContent(
        subject=f"{money(paid.amount, paid.currency)} of order {order.number} goes back to {order.buyer.name}",
        paragraphs=[said, f"The money: {money_words(paid, part=True)}"],
        quoted=f"{who(entry)} wrote to {order.buyer.name}:",
        quote=entry.facts["words"],
        link_words="See the order",
        link=page_of_order(order, "maker"),
    )
