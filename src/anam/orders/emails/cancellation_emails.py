"""E-mails about an order that was cancelled, and about its money going back (D8, D10)."""

from anam.history.models import Entry
from anam.mail.content import EmailContent
from anam.marketplace.current import marketplace
from anam.orders.contacting.waiting_email import told_before
from anam.orders.emails.parts import because, explained, money_words, page_of_order, who
from anam.orders.models import Order
from anam.payments.actions.void_or_refund import RefundPlan
from anam.payments.sentences import card_words
from anam.words import day, day_and_clock, money


def declined_buyer(entry: Entry, order: Order, zone: str) -> EmailContent:
    paid, maker = RefundPlan(**entry.facts["money"]), told_before(entry)
    return EmailContent(
        subject=f"{order.maker.name} cannot fulfil your order {order.number}",
        paragraphs=[
            f"{order.maker.name} has cancelled your order {order.number}, placed on "
            f"{day_and_clock(order.placed_at, zone=zone)}.{because(entry)}",
            *_told_by_support(entry),
        ],
        quoted=f"{order.maker.name} writes:",
        quote=maker.words,
        after=[
            *maker.pictures,
            f"Your money: {money_words(paid, card=order.card)}" + _until_when(paid),
            "What you can do next: answer the maker, or look for something similar from another maker.",
        ],
        link_words="See the order",
        link=page_of_order(order, "buyer"),
    )


def _until_when(paid: RefundPlan) -> str:
    if paid.kind == "nothing":
        return ""
    if paid.holder:
        return f" We will write again when {paid.holder} has confirmed it."
    return " We write again only if that fails, or is not confirmed within an hour."


def _told_by_support(entry: Entry) -> list[str]:
    """What support had to say when they told the buyer for the maker, by this e-mail (D6)."""
    said = entry.facts.get("told_words")
    return [f"{who(entry)} of {marketplace().name} support writes:", *said.split("\n\n")] if said else []


def declined_maker(entry: Entry, order: Order, zone: str) -> EmailContent:
    paid = RefundPlan(**entry.facts["money"])
    return EmailContent(
        subject=f"Order {order.number} is cancelled",
        paragraphs=[
            f"{who(entry)} cancelled order {order.number} of {order.buyer.name}{_for_you(entry)}. "
            f"The reason: {entry.facts['reason'].lower()}.",
            f"{order.buyer.name} has been told, in your words.",
            f"The money: {money_words(paid)}",
        ],
        quoted="You wrote:" if entry.facts["explanation"] else "",
        quote=entry.facts["explanation"],
        link_words="See the order",
        link=page_of_order(order, "maker"),
    )


def _for_you(entry: Entry) -> str:
    if entry.actor_as != "support":
        return ""
    return f" for you, as you asked, {'in time' if entry.facts.get('in_time') else 'after the window had ended'}"


def cancelled_buyer(entry: Entry, order: Order, zone: str) -> EmailContent:
    paid = RefundPlan(**entry.facts["money"])
    return EmailContent(
        subject=f"Your order {order.number} is cancelled",
        paragraphs=[
            f"Your order {order.number} from {order.maker.name} is cancelled.{because(entry)}",
            *explained(entry),
        ],
        quoted=f"{who(entry)} wrote:" if entry.facts["explanation"] else "",
        quote=entry.facts["explanation"],
        after=[f"Your money: {money_words(paid, card=order.card)}"],
        link_words="See the order",
        link=page_of_order(order, "buyer"),
    )


def cancelled_maker(entry: Entry, order: Order, zone: str) -> EmailContent:
    paid = RefundPlan(**entry.facts["money"])
    return EmailContent(
        subject=f"Order {order.number} is cancelled",
        paragraphs=[
            f"{who(entry)} cancelled order {order.number} of {order.buyer.name}. "
            f"The reason: {entry.facts['reason'].lower()}.",
            *explained(entry),
            f"The money: {money_words(paid)}",
        ],
        quoted=f"{who(entry)} wrote:" if entry.facts["explanation"] else "",
        quote=entry.facts["explanation"],
        link_words="See the order",
        link=page_of_order(order, "maker"),
    )


def given_back_buyer(entry: Entry, order: Order, zone: str) -> EmailContent:
    amount = money(entry.facts["amount"], entry.facts["currency"])
    card = card_words(entry.facts.get("card", "")) or "your card"
    released = entry.kind == "payment_voided"
    in_full = " in full" if order.payment.captured == entry.facts["amount"] else ""
    all_back = order.payment.refunded == order.payment.captured and not in_full
    charged = money(order.payment.captured, order.currency)
    with_before = f" With what went back before, that is all of the {charged} that was charged." if all_back else ""
    return EmailContent(
        subject=f"Your money for order {order.number} is {'released' if released else 'refunded'}",
        paragraphs=[
            f"The authorisation of {amount} on {card} is released. Nothing was charged; "
            "your bank may need a few days to show it."
            if released
            else f"{amount} was refunded{in_full} to {card}.{with_before} Your bank may need a few days to show it."
        ],
        link_words="See the order",
        link=page_of_order(order, "buyer"),
    )


def delayed_buyer(entry: Entry, order: Order, zone: str) -> EmailContent:
    """That money which was announced has not moved yet, and that somebody is at it."""
    amount = money(entry.facts["amount"], entry.facts["currency"])
    what = "release" if entry.facts["moved"] == "void" else "refund"
    refused = entry.facts["delayed"] == "refused"
    return EmailContent(
        subject=f"Your money for order {order.number} takes longer",
        paragraphs=[
            f"The {what} of {amount} for order {order.number} "
            + ("was refused." if refused else "is not confirmed yet."),
            f"{marketplace().name} support is looking into it. You need do nothing: we write again when it is done."
            if refused
            else "We keep asking the payment gateway. You need do nothing: we write again when it is done.",
        ],
        link_words="See the order",
        link=page_of_order(order, "buyer"),
    )


def confirmed_buyer(entry: Entry, order: Order, zone: str) -> EmailContent:
    """What another system or person has done with the money, as somebody confirmed it; never the proof itself (M2)."""
    amount = money(entry.facts["amount"], entry.facts["currency"])
    holder = entry.facts.get("holder") or marketplace().name
    released = entry.facts["moved"] == "void"
    did = "released" if released else "refunded"
    nothing = " Nothing was charged." if released else ""
    return EmailContent(
        subject=f"Your money for order {order.number} is {did}",
        paragraphs=[
            f"{holder} {did} {amount} (confirmed by {who(entry)} on {day(entry.at, zone=zone)}).{nothing} "
            "Your bank may need a few days to show it."
        ],
        link_words="See the order",
        link=page_of_order(order, "buyer"),
    )
