"""E-mails about what a buyer sends back (D10): where, by when, what came of it."""

from datetime import datetime

from anam.history.models import Entry
from anam.history.sentences import sentence
from anam.mail.content import EmailContent
from anam.marketplace.current import marketplace
from anam.orders.emails.parts import goods_of, page_of_order, who
from anam.orders.models import Order
from anam.words import day

_SUBJECTS = {
    "return_asked": "Something of order {order} is to be sent back",
    "return_agreed": "Order {order}: send it back",
    "return_sent": "Order {order}: it is on its way back",
    "return_received": "Order {order}: it came back",
    "return_refused": "Order {order}: it is not taken back",
    "return_reminded": "Order {order}: has it gone back?",
}
_NEXT = {
    "return_asked": "Support looks at it, and writes to both sides.",
    "return_sent": "Once it is there, support looks at it, and writes again.",
    "return_received": "The money is next: another email says what goes back, once support has decided it.",
    "return_refused": "Something is wrong with that? Write to support from the order.",
}


def step(party: str, entry: Entry, order: Order, zone: str) -> EmailContent:
    """One step of a return, for a reader of `party`, with the words of whoever took it."""
    support = f" of {marketplace().name} support" if entry.actor_as == "support" else ""
    words = entry.facts.get("words", "")
    return EmailContent(
        subject=_SUBJECTS[entry.kind].format(order=order.number),
        paragraphs=[sentence(entry, reader=party).partition(": “")[0].rstrip(".") + "."],
        quoted=f"{who(entry)}{support} writes:" if words else "",
        quote=words,
        after=[_NEXT[entry.kind]] if entry.kind in _NEXT else [],
        link_words="See the order",
        link=page_of_order(order, party),
    )


def agreed_buyer(entry: Entry, order: Order, zone: str) -> EmailContent:
    """Where to send it, and by when."""
    return EmailContent(
        subject=_SUBJECTS[entry.kind].format(order=order.number),
        paragraphs=[f"Please send back {goods_of(entry)} by {_by_when(entry, zone)}. Support writes where to:"],
        quoted=f"{who(entry)} of {marketplace().name} support writes:",
        quote=entry.facts["words"],
        after=["Once it is sent, say so on the page of the order, with who carries it. No money goes back before."],
        link_words="Say that it is sent",
        link=page_of_order(order, "buyer"),
    )


def reminded_buyer(entry: Entry, order: Order, zone: str) -> EmailContent:
    return EmailContent(
        subject=_SUBJECTS[entry.kind].format(order=order.number),
        paragraphs=[
            f"You were to send back {goods_of(entry)} by {_by_when(entry, zone)}, and nobody has said that it went.",
            "Has it gone? Say so on the page of the order. Do you keep it? Tell support.",
        ],
        link_words="See the order",
        link=page_of_order(order, "buyer"),
    )


def _by_when(entry: Entry, zone: str) -> str:
    return day(datetime.fromisoformat(entry.facts["send_by"]), zone=zone)
