"""E-mails about money that support gives back of an order that has shipped (M12, D10)."""

from anam.history.models import Entry
from anam.history.sentences import sentence
from anam.mail.content import EmailContent
from anam.marketplace.current import marketplace
from anam.orders.emails.parts import money_words, page_of_order, who
from anam.orders.models import Order
from anam.orders.payments.external_money import DID
from anam.payments.actions.void_or_refund import RefundPlan
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
        quoted=f"{who(entry)} of {marketplace().name} support writes:",
        quote=entry.facts["words"],
        link_words="See the order",
        link=page_of_order(order, "buyer"),
    )


def recorded_buyer(entry: Entry, order: Order, zone: str) -> EmailContent:
    """What somebody has done with the money outside Anam, and why; never the proof (M2)."""
    paid = RefundPlan(**entry.facts["money"])
    did = "released" if paid.kind == "void" else "refunded"
    return EmailContent(
        subject=f"{money(paid.amount, paid.currency)} of order {order.number} was {did}",
        paragraphs=[f"Your money: {money_words(paid)} Your bank may need a few days to show it."],
        quoted=f"{who(entry)} of {marketplace().name} support writes:",
        quote=entry.facts["words"],
        link_words="See the order",
        link=page_of_order(order, "buyer"),
    )


def corrected(party: str, entry: Entry, order: Order, zone: str) -> EmailContent:
    """What was told of money and was not so; and what becomes of it now (M2)."""
    amount = money(entry.facts["amount"], entry.facts["currency"])
    by = entry.facts.get("holder") or marketplace().name
    did = DID[entry.facts["moved"]]
    due = (
        f"It is still to be {did}; support sees to it." if entry.facts["still_due"] else f"Nothing more is to be {did}."
    )
    return EmailContent(
        subject=f"{amount} of order {order.number} was not {did}: we were wrong",
        paragraphs=[
            f"We had told you that {by} {did} {amount}. That was wrong, and we are sorry. {due}"
            if party == "buyer"
            else f"It was recorded that {by} {did} {amount}. That was wrong. {due}"
        ],
        quoted=f"{who(entry)} of {marketplace().name} support writes:",
        quote=entry.facts["words"],
        link_words="See the order",
        link=page_of_order(order, party),
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
