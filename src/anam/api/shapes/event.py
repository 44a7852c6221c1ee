"""What happened, as it is told outside: in the history of an order, in the feed, and to whoever is sent events."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

from anam.api.shapes.fields import Moment, Money, Page, Shape, written
from anam.api.shapes.order import CancelledLineOut, Side, cancelled_line, reason_key, side_of
from anam.coded import worded
from anam.history.kinds import type_of
from anam.history.models import Entry
from anam.history.sentences import sentence, words_of
from anam.orders.models import Cancellation
from anam.orders.sentences import EXPLANATIONS
from anam.people.models import User

# What else is told of an entry; nothing that is not named here leaves the house.
FACTS = frozenset({
    "amount", "answer_by", "carrier", "case_kind", "codes", "currency", "hours_left", "how", "in_time", "less",
    "parts", "holder", "reference", "refund_reason", "ship_to", "shipping", "source", "total", "tracking",
    "whole", "words",
})  # fmt: skip
_MONEY = {"payment_void_due": "void", "payment_refund_due": "refund", "payment_capture_due": "capture"}
_MOVED = {"void": "voided", "refund": "refunded", "capture": "captured"}
_FINAL = ("declined", "cancelled")


class ActorOut(Shape):
    name: str | None
    """null: nobody; the clock, the gateway, another system."""
    side: Literal["maker", "buyer", "support", "anam"]


class MoneyOut(Shape):
    kind: str
    """What happens to it: void, refund, less, capture, nothing; or what happened: voided, refunded, captured."""
    amount: Money
    currency: str


class EventOut(Shape):
    """One entry of an order's history."""

    id: int | None
    """Its place in the feed, which never changes: give it as `after`. null in a history that was written just now."""
    type: str
    at: Moment
    order: str
    maker: str
    buyer: str
    actor: ActorOut
    text: str
    """The same in words."""
    reason: str | None
    reason_words: str | None
    explanation: str | None
    lines: list[CancelledLineOut] | None
    """What was cancelled, and how much of it."""
    money: MoneyOut | None
    facts: dict[str, Any]
    """What else is to be known, by the type of the event."""


class Feed(Page[EventOut]):
    """Some of what happened, the oldest first."""

    next: str | None
    """Where to go on: give it as `after`. null where nothing is new: ask again later, with the `after` you have."""


def _cancellations(entries: Sequence[Entry]) -> dict[int, Cancellation]:
    """The cancellations that some entries speak of, by the entry's id: at most two queries for all of them."""
    told = {entry.pk: entry.facts["cancellation_id"] for entry in entries if entry.facts.get("cancellation_id")}
    imported = {entry.order_id: entry.pk for entry in entries if entry.kind in _FINAL and entry.pk not in told}
    rows = Cancellation.objects.select_related("reason").prefetch_related("lines__line")
    named = {row.pk: row for row in rows.filter(pk__in=told.values())} if told else {}
    final = {row.order_id: row for row in rows.final().filter(order__in=imported)} if imported else {}
    return {
        **{entry: named[pk] for entry, pk in told.items() if pk in named},
        **{entry: final[order] for order, entry in imported.items() if order in final},
    }


def events_out(entries: Sequence[Entry], user: User, *, seqs: dict[int, int | None]) -> list[EventOut]:
    """`entries`, with their order, maker and buyer at hand, as `user` may read them; `seqs` by entry id."""
    told = _cancellations(entries)
    return [
        event_out(entry, told.get(entry.pk), side_of(user, maker_id=entry.maker_id), seq=seqs[entry.pk])
        for entry in entries
    ]


def event_out(entry: Entry, row: Cancellation | None, side: Side, *, seq: int | None) -> EventOut:
    """One entry for a reader of `side`; `row` is the cancellation that it speaks of."""
    facts = {name: value for name, value in entry.facts.items() if name in FACTS}
    if "why" in entry.facts:
        facts["words"] = words_of(entry)
    if "answer_by" in facts:
        facts["answer_by"] = written(datetime.fromisoformat(facts["answer_by"]))
    if side != "buyer" and "case_id" in entry.facts:
        facts["case_id"] = entry.facts["case_id"]
    return EventOut(
        id=seq,
        type=type_of(entry.kind),
        at=entry.at,
        order=entry.order.number,
        maker=entry.order.maker.slug,
        buyer=entry.order.buyer.slug,
        actor=ActorOut.model_validate({"name": entry.actor.name if entry.actor else None, "side": entry.actor_as}),
        text=sentence(entry, reader=side),
        reason=reason_key(row.reason, side) if row else None,
        reason_words=_reason_words(entry, side),
        explanation=_explanation(entry),
        lines=[cancelled_line(one, one.line, side) for one in row.lines.all()] if row else None,
        money=_money(entry),
        facts=facts,
    )


def _explanation(entry: Entry) -> str | None:
    """Of a cancellation that came in without any, what Anam says."""
    return worded(entry.facts.get("explained_by"), EXPLANATIONS) or entry.facts.get("explanation")


def _reason_words(entry: Entry, side: Side) -> str | None:
    words = entry.facts.get("for_buyer" if side == "buyer" else "reason")
    return str(words) if words else None


def _money(entry: Entry) -> MoneyOut | None:
    if paid := entry.facts.get("money"):
        return MoneyOut(kind=paid["kind"], amount=paid["amount"], currency=paid["currency"])
    if entry.kind.startswith(("payment_", "part_")) and "amount" in entry.facts:
        kind = _MONEY.get(entry.kind) or _MOVED.get(entry.facts.get("moved", "")) or entry.kind.rpartition("_")[2]
        return MoneyOut(kind=kind, amount=entry.facts["amount"], currency=entry.facts["currency"])
    return None
