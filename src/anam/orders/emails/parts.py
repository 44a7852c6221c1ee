"""What the e-mails about orders have in common."""

from django.conf import settings

from anam.coded import worded
from anam.history.models import Entry
from anam.marketplace.current import marketplace
from anam.orders.cancellation.plan import Plan
from anam.orders.models import Order
from anam.orders.sentences import EXPLANATIONS
from anam.payments.actions.void_or_refund import RefundPlan
from anam.payments.sentences import card_words
from anam.words import listed_goods, money


def money_words(how: RefundPlan, *, part: bool = False, card: str = "", ahead: bool = False) -> str:
    """What a cancellation does to a buyer's money; `ahead`: before it is done; `part`: the order goes on (D8, D11).

    `card` is its last digits.
    """
    if how.kind == "nothing":
        if not how.currency:  # where it was paid elsewhere, nobody here knows of it (M2)
            return "No payment is on record for this order, so there is nothing to give back."
        return "There is nothing to give back for this part." if part else "There is nothing to give back."
    if how.by_hand:
        return _words_of_what_is_done(how)
    if how.holder:
        return _words_of_external(how, part=part)
    verb, on = "will be" if ahead else "is being", f" on {card_words(card)}" if card else ""
    amount = money(how.amount, how.currency)
    if how.kind == "less":
        return f"{amount} less is charged when it ships; until then the card holds what was authorised."
    if how.kind == "void":
        return f"{amount} was authorised{on} and {verb} released. Nothing was charged."
    charged = money(how.charged, how.currency)
    if part:
        return f"{amount} of the {charged} that was charged{on} {verb} refunded."
    if how.amount == how.charged:
        return f"{amount} was charged{on} and {verb} refunded in full."
    if not how.amount:
        return f"{charged} was charged{on}, and all of it was refunded before, or is being refunded."
    return f"{amount} {verb} refunded: what is left of the {charged} that was charged{on}."


def _words_of_what_is_done(how: RefundPlan) -> str:
    """The same of what somebody had done outside Anam, and has recorded (M2)."""
    amount, by = money(how.amount, how.currency), how.holder or marketplace().name
    if how.kind == "void":
        return f"{amount} was authorised, and {by} has released it. Nothing was charged."
    return f"{by} has refunded {amount} of the {money(how.charged, how.currency)} that was charged."


def _words_of_external(how: RefundPlan, *, part: bool) -> str:
    """The same of money that another system holds: nothing is so before it has been confirmed (M2)."""
    amount, charged = money(how.amount, how.currency), money(how.charged, how.currency)
    if how.kind == "less":
        return f"{amount} less is to be charged by {how.holder} when it ships."
    if how.kind == "void":
        return f"{amount} was authorised at {how.holder}, and is to be released by {how.holder}. Nothing was charged."
    if part:
        return f"{amount} of the {charged} that was charged is to be refunded by {how.holder}."
    if how.amount == how.charged:
        return f"{amount} was charged, and is to be refunded in full by {how.holder}."
    if not how.amount:
        return f"{charged} was charged, and all of it was refunded before, or is to be refunded, by {how.holder}."
    return f"{amount} is to be refunded by {how.holder}: what is left of the {charged} that was charged."


def money_ahead(order: Order, plan: Plan) -> str:
    """What `plan` will do to the money of `order`, once it is carried out (D11)."""
    return money_words(plan.money, part=not plan.final, card=order.card, ahead=True)


def page_of_order(order: Order, party: str) -> str:
    """The address of `order` for a reader of `party` ("maker" or "buyer")."""
    path = order.page_for(party)
    return f"{settings.SITE_URL}{path}"


def cancel_link(order: Order) -> str:
    """The address of the Editing Order view with the sheet of *Cancel Order* open: looking at it changes nothing."""
    return f"{page_of_order(order, 'maker')}?cancel"


def because(entry: Entry) -> str:
    """The reason in the buyer's words, where there is anything for them in it."""
    return f" The reason: {entry.facts['for_buyer']}." if entry.facts.get("for_buyer") else ""


def explained(entry: Entry) -> list[str]:
    """What Anam says of a cancellation that nobody explained; nothing where somebody did."""
    said = worded(entry.facts.get("explained_by"), EXPLANATIONS)
    return [said] if said else []


def who(entry: Entry) -> str:
    """Who did it."""
    return entry.actor.name if entry.actor else "The marketplace"


def goods_of(entry: Entry) -> str:
    """Which goods an entry is about: "2 × Mug, oatmeal and 1 × Bowl, large"."""
    return listed_goods((one["quantity"], one["title"]) for one in entry.facts["lines"])
