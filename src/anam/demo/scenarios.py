"""The words in which the demo's tables are written: moments, spans, and what became of an order.

A moment is "12m left" (on the decline window), "20m past" (its end), "25m ago" or "9d 14:20" (at that time, UTC,
of the day with nine whole days between it and today: what followed within nine days lies behind us at every hour). A
span is "3h", "2d 4h" or "1h 30m".
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from anam.people.models import User
from anam.words import listed

_UNITS = {"d": "days", "h": "hours", "m": "minutes"}


@dataclass(frozen=True)
class Step:
    """What was done with an order, that long after it was placed. `words` are somebody's own."""

    verb: str
    after: str
    words: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Sides:
    """Who acts: the maker's owner, whoever packs for them, the buyer, and support."""

    owner: User
    packer: User
    buyer: User
    support: User


@dataclass(frozen=True)
class Scenario:
    """An order: who ordered what from whom, when, and what became of it. `card` in place of the buyer's own."""

    maker: str
    buyer: str
    placed: str
    basket: str
    then: tuple[Step, ...] = ()
    card: str = ""
    paid: bool = True


@dataclass(frozen=True)
class Dialogue:
    """What a buyer and a maker wrote to each other: (moment, email of who wrote, words); `unread` by a party's slug."""

    maker: str
    buyer: str
    messages: tuple[tuple[str, str, str], ...]
    unread: str = ""


def contacted(after: str, words: str) -> Step:
    """The maker told the buyer about the order (D3)."""
    return Step("contact", after, words)


def asked(after: str, words: str) -> Step:
    """The buyer wrote about the order."""
    return Step("ask", after, words)


def accepted(after: str) -> Step:
    return Step("accept", after)


def charged(after: str) -> Step:
    """The payment was taken before the order shipped."""
    return Step("charge", after)


def shipped(after: str, carrier: str, tracking: str) -> Step:
    return Step("ship", after, facts={"carrier": carrier, "tracking": tracking})


def arrived(after: str) -> Step:
    return Step("complete", after)


def tried(after: str) -> Step:
    """The maker tried to decline, and could not."""
    return Step("try", after)


def declined(after: str, reason: str, words: str, *, note: str = "") -> Step:
    return Step("decline", after, words, {"reason": reason, "note": note})


def cancelled(after: str, reason: str, words: str, *, by: str) -> Step:
    """Called off by "buyer" or "support"."""
    return Step("cancel", after, words, {"reason": reason, "by": by})


def asked_support(after: str, reason: str, words: str, *, note: str = "") -> Step:
    """The maker asked support to tell the buyer and to cancel the order in their name (D6)."""
    return Step("ask_support", after, words, {"reason": reason, "note": note})


def told_by_phone(after: str, words: str) -> Step:
    """Support telephoned the buyer, and with that the order was declined for its maker (D6)."""
    return Step("support_tells", after, words)


def refused(after: str, words: str) -> Step:
    """Support did not cancel the order, and said why (D6)."""
    return Step("support_refuses", after, words)


def cancellation_requested(after: str, words: str, parts: str = "") -> Step:
    """The buyer asked to cancel the order, or to remove `parts` of it ("1 MUG-01")."""
    return Step("request", after, words, {"parts": parts})


def complained(after: str, words: str) -> Step:
    """The buyer told support that something is wrong with the order."""
    return Step("complain", after, words)


def span(text: str) -> timedelta:
    """'2d 4h' as a timedelta; the units are d, h and m. Raises ValueError for anything else."""
    if not re.fullmatch(r"\d+[dhm]( \d+[dhm])*", text):
        raise ValueError(f"“{text}” is no span of time: write it as in 2d 4h, with units {listed(list(_UNITS))}.")
    return timedelta(**{_UNITS[part[-1]]: int(part[:-1]) for part in text.split()})


def moment(text: str, *, now: datetime, window: timedelta) -> datetime:
    """The moment, in UTC, that `text` names (see above). Raises ValueError for anything else."""
    amount, _, kind = text.rpartition(" ")
    if kind == "left":
        return now - window + span(amount)
    if kind == "past":
        return now - window - span(amount)
    if kind == "ago":
        return now - span(amount)
    day = (now - span(amount) - timedelta(days=1)).date()
    return datetime.combine(day, time.fromisoformat(kind), tzinfo=now.tzinfo)


def basket(text: str) -> dict[str, int]:
    """'12 MUG-01, 4 BWL-03' as quantities by SKU."""
    parts = (part.split() for part in text.split(", "))
    return {sku: int(quantity) for quantity, sku in parts}
