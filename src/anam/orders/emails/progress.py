"""E-mails about an order that goes its way: placed, reminded of, accepted, shipped."""

from anam.history.models import Entry
from anam.history.sentences import words_of
from anam.mail.content import EmailContent
from anam.media.html import absolute
from anam.media.sizes import FOR_EMAIL
from anam.orders.emails.parts import cancel_link, page_of_order
from anam.orders.models import Order
from anam.orders.payments.external_money import external_money
from anam.payments.models import Payment
from anam.words import count, day_and_clock, money, place_in

_TOO_LATE = (
    "You had asked to cancel it, or to have less of it; it was on its way before that was answered. If you do not want "
    "it any more, write to {maker}, or to support."
)


def placed_maker(entry: Entry, order: Order, zone: str) -> EmailContent:
    return EmailContent(
        subject=f"New order {order.number} from {order.buyer.name}",
        paragraphs=[
            f"{order.buyer.name} has ordered from you, for {money(order.total, order.currency)}."
            + (" It goes to:" if order.ship_to_id else ""),
        ],
        shows_address=bool(order.ship_to_id),
        after=[
            "Can you make it? Accept it; or, if you can’t fulfil it, tell them and cancel it by "
            f"{day_and_clock(order.decline_by, zone=zone)} ({place_in(zone)}).",
        ],
        link_words="See the order",
        link=page_of_order(order, "maker"),
        other_link_words="Cancel Order…",
        other_link=cancel_link(order),
    )


def placed_buyer(entry: Entry, order: Order, zone: str) -> EmailContent:
    maker, days = order.maker.name, count(order.maker.storefront.lead_time_days, "day")
    return EmailContent(
        subject=f"Your order {order.number} from {maker}",
        paragraphs=[
            f"Thank you. {maker} has your order of {day_and_clock(order.placed_at, zone=zone)}"
            + (". It is sent to:" if order.ship_to_id else ":")
        ],
        shows_address=bool(order.ship_to_id),
        rows=[(f"{line.quantity} × {line.title}", money(line.total, order.currency)) for line in order.lines.all()]
        + _sums(order),
        pictures=[absolute(line.picture, FOR_EMAIL) if line.picture else "" for line in order.lines.all()],
        after=[
            f"{maker} usually ships in about {days}.",
            f"What happens next: {maker} accepts your order, or tells you that they cannot make it, by "
            f"{day_and_clock(order.decline_by, zone=zone)} ({place_in(zone)}). You get an email when it ships.",
            f"Your money: {_money_when_placed(order)}",
        ],
        link_words="See the order",
        link=page_of_order(order, "buyer"),
    )


def _sums(order: Order) -> list[tuple[str, str]]:
    """What an order comes to, below its goods."""
    at_most = ", at most" if order.asks_for_shipping else ""
    parts = [("Discount", -order.discount), (f"Shipping{at_most}", order.shipping), ("Tax", order.tax)]
    return _rows(order, parts, total=(f"Total{at_most}", order.total))


def _sums_of_shipped(order: Order) -> list[tuple[str, str]]:
    """What a shipped order comes to: of its shipping what it cost, and how much less that is than was announced."""
    less = f" (announced: at most {money(order.shipping, order.currency)})" if order.shipping_saved else ""
    parts = [
        ("Goods", order.items_total),
        ("Discount", -order.discount),
        (f"Shipping{less}", order.shipping - order.shipping_saved),
        ("Tax", order.tax),
        ("Cancelled before", -order.removed),
    ]
    return _rows(order, parts, total=("Total", order.due))


def _rows(order: Order, parts: list[tuple[str, int]], *, total: tuple[str, int]) -> list[tuple[str, str]]:
    """Part by part, a part of nothing left out, and the total."""
    return [(name, money(amount, order.currency)) for name, amount in [*[one for one in parts if one[1]], total]]


def _money_when_shipped(order: Order) -> str:
    """What becomes of it: nothing is charged before whoever holds it has said so (M2)."""
    payment = getattr(order, "payment", None)
    if payment and payment.is_external:
        return " ".join(external_money(order))
    card = payment.card_words if payment and payment.card else "your card"
    if payment and payment.status == Payment.Status.AUTHORISED and order.due > 0:
        rest = payment.authorised - order.due
        released = f"; the other {money(rest, order.currency)} that was held is released with that" if rest else ""
        return f"{money(order.due, order.currency)} is being charged to {card}{released}."
    if payment and payment.status == Payment.Status.CAPTURED:
        rest, back = payment.authorised - payment.captured, payment.refund_pending
        released = f"; the other {money(rest, order.currency)} that was held was released" if rest else ""
        going = f"; {money(back, order.currency)} of it is being refunded" if back else ""
        return f"{money(payment.captured, order.currency)} was charged to {card}{released}{going}."
    return "nothing is charged for it here."


def not_charged_maker(entry: Entry, order: Order, zone: str) -> EmailContent:
    """What was to be taken when it shipped, and was not (M11)."""
    amount = money(entry.facts["amount"], entry.facts["currency"])
    return EmailContent(
        subject=f"Order {order.number} is not paid yet",
        paragraphs=[
            f"{amount} could not be charged for order {order.number} of {order.buyer.name}. {words_of(entry)}".strip(),
            "Support looks after it. You have shipped it, so there is nothing that you must do; until the payment is "
            "settled, the order does not complete, and nothing is due to you for it.",
        ],
        link_words="See the order",
        link=page_of_order(order, "maker"),
    )


def _money_when_placed(order: Order) -> str:
    payment = getattr(order, "payment", None)
    on = f" on {payment.card_words}" if payment and payment.card else ""
    if payment and payment.is_external:
        return " ".join(external_money(order))
    if payment and payment.status == Payment.Status.AUTHORISED:
        most = " at most that is" if order.asks_for_shipping else ""
        held = f"{money(payment.authorised, order.currency)} is authorised{on}"
        return f"{held}, and{most} charged only when the order ships."
    if payment and payment.status == Payment.Status.CAPTURED:
        return f"{money(payment.captured, order.currency)} was charged{on}."
    if payment and payment.has_saved_card:
        card = payment.card_words or "your card"
        return f"{card} was checked; it is charged when this ships. Nothing is held on it so far."
    return "no payment is on record."


def reminded_maker(entry: Entry, order: Order, zone: str) -> EmailContent:
    left = count(entry.facts["hours_left"], "hour")
    return EmailContent(
        subject=f"Less than {left} left to answer order {order.number}",
        paragraphs=[
            f"{order.buyer.name}'s order {order.number} is still waiting for you.",
            f"If you can’t fulfil it, tell them and cancel it by {day_and_clock(order.decline_by, zone=zone)} "
            f"({place_in(zone)}). "
            "After that, support has to cancel it for you.",
        ],
        link_words="Answer the order",
        link=page_of_order(order, "maker"),
        other_link_words="Cancel Order…",
        other_link=cancel_link(order),
    )


def accepted_buyer(entry: Entry, order: Order, zone: str) -> EmailContent:
    return EmailContent(
        subject=f"{order.maker.name} accepted your order {order.number}",
        paragraphs=[f"{order.maker.name} will make your order. You will hear from us when it ships."],
        link_words="See the order",
        link=page_of_order(order, "buyer"),
    )


def shipped_buyer(entry: Entry, order: Order, zone: str) -> EmailContent:
    with_carrier = f" with {order.carrier}" if order.carrier else ""
    tracking = [f"Tracking number: {order.tracking}"] if order.tracking else []
    superseded = order.requests.filter(answer="overtaken", answered_at=entry.at).exists()
    asked = [_TOO_LATE.format(maker=order.maker.name)] if superseded else []
    return EmailContent(
        subject=f"{order.maker.name} shipped your order {order.number}",
        paragraphs=[f"Your order is on its way{with_carrier}.", *tracking, *asked],
        rows=_sums_of_shipped(order),
        after=[f"Your money: {_money_when_shipped(order)}", _when_it_arrives(order)],
        link_words="See the order",
        link=page_of_order(order, "buyer"),
    )


def _when_it_arrives(order: Order) -> str:
    days = count(order.policy.complete_after_days, "day")
    return (
        f"Tell us on the order’s page when it has arrived, or that something is wrong. If we hear nothing for {days}, "
        "the order counts as completed."
    )
