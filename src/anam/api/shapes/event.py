"""What happened, as it is told outside: in the history of an order, in the feed, and to whoever is sent events."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

from anam.api.shapes.fields import Moment, Money, Page, Shape, written
from anam.api.shapes.order import CalledOffLine, Side, called_off_line, reason_key, side_of
from anam.history.kinds import type_of
from anam.history.models import Entry
from anam.history.sentences import sentence
from anam.orders.models import Cancellation, Removal
from anam.people.models import User

# What else is told of an entry; nothing that is not named here leaves the house.
FACTS = frozenset({
    "amount", "answer_by", "carrier", "case_kind", "codes", "currency", "hours_left", "how", "in_time", "parts",
    "reference", "source", "total", "tracking", "whole", "words",
})  # fmt: skip
_CALLED_OFF, _PARTS = ("declined", "cancelled"), ("lines_declined", "lines_removed")


class ActorOut(Shape):
    name: str | None
    """null: nobody; the clock, the gateway, another system."""
    side: Literal["maker", "buyer", "support", "anam"]


class MoneyOut(Shape):
    kind: str
    """What happens to it: void, refund, less, nothing; or what happened: voided, refunded, captured."""
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
    lines: list[CalledOffLine] | None
    """What was called off, and how much of it."""
    money: MoneyOut | None
    facts: dict[str, Any]
    """What else is to be known, by the type of the event."""


class Feed(Page[EventOut]):
    """Some of what happened, the oldest first."""

    next: str | None
    """Where to go on: give it as `after`. null where nothing is new: ask again later, with the `after` you have."""


class Told:
    """The cancellations and removed parts that some entries speak of: at most two queries for all of them."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        orders = {entry.order_id for entry in entries if entry.kind in _CALLED_OFF}
        parts = {entry.facts.get("removal_id") for entry in entries if entry.kind in _PARTS}
        self.whole = {row.order_id: row for row in _with_lines(Cancellation, order__in=orders)} if orders else {}
        self.parts = {row.pk: row for row in _with_lines(Removal, pk__in=parts)} if parts else {}

    def of(self, entry: Entry) -> Cancellation | Removal | None:
        if entry.kind in _CALLED_OFF:
            return self.whole.get(entry.order_id)
        return self.parts.get(entry.facts.get("removal_id", 0)) if entry.kind in _PARTS else None


def _with_lines(rows: Any, **which: Any) -> Any:
    return rows.objects.filter(**which).select_related("reason").prefetch_related("lines__line")


def events_out(entries: Sequence[Entry], user: User, *, seqs: dict[int, int | None]) -> list[EventOut]:
    """`entries`, with their order, maker and buyer at hand, as `user` may read them; `seqs` by entry id."""
    told = Told(entries)
    return [event_out(entry, told, side_of(user, maker_id=entry.maker_id), seq=seqs[entry.pk]) for entry in entries]


def event_out(entry: Entry, told: Told, side: Side, *, seq: int | None) -> EventOut:
    """One entry for a reader of `side`."""
    row = told.of(entry)
    facts = {name: value for name, value in entry.facts.items() if name in FACTS}
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
        explanation=entry.facts.get("explanation"),
        lines=[called_off_line(one, one.line, side) for one in row.lines.all()] if row else None,
        money=_money(entry),
        facts=facts,
    )


def _reason_words(entry: Entry, side: Side) -> str | None:
    words = entry.facts.get("for_buyer" if side == "buyer" else "reason")
    return str(words) if words else None


def _money(entry: Entry) -> MoneyOut | None:
    if paid := entry.facts.get("money"):
        return MoneyOut(kind=paid["kind"], amount=paid["amount"], currency=paid["currency"])
    if entry.kind.startswith(("payment_", "part_")) and "amount" in entry.facts:
        kind = entry.kind.rpartition("_")[2]
        return MoneyOut(kind=kind, amount=entry.facts["amount"], currency=entry.facts["currency"])
    return None
