"""Reads and cleans what people send about orders; decides nothing."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.http import QueryDict

from anam.orders.plan import STOCK_CHOICES
from anam.words import visible


def text(posted: QueryDict, name: str, *, most: int = 20_000) -> str:
    """One field, as far as it can be seen, and with the line ends of a keyboard."""
    return visible(posted.get(name, ""))[:most].strip()


@dataclass(frozen=True)
class DeclineForm:
    """What the pop-up sends: the reason's key, words, and for each line id what its stock shall do."""

    reason: str = ""
    explanation: str = ""
    note: str = ""
    stock: dict[int, str] = field(default_factory=dict)
    announced: str = ""

    @classmethod
    def read(cls, posted: QueryDict) -> "DeclineForm":
        return cls(
            reason=text(posted, "reason", most=40),
            explanation=text(posted, "explanation"),
            note=text(posted, "note"),
            stock=dict(_stock_choices(posted)),
            announced=text(posted, "announced", most=64),
        )


def _stock_choices(posted: QueryDict) -> Iterator[tuple[int, str]]:
    for name in posted:
        line, choice = name.removeprefix("stock-"), text(posted, name, most=10)
        if name != line and line.isdecimal() and len(line) < 19 and choice in STOCK_CHOICES:
            yield int(line), choice


@dataclass(frozen=True)
class ShipForm:
    """Who carries the parcels, and the number to follow them by."""

    carrier: str = ""
    tracking: str = ""

    @classmethod
    def read(cls, posted: QueryDict) -> "ShipForm":
        carrier, tracking = (" ".join(text(posted, name).split()) for name in ("carrier", "tracking"))
        return cls(carrier, tracking)

    @property
    def wrong(self) -> str:
        if not self.carrier:
            return "Say who carries the parcel; the buyer will read it."
        if len(self.carrier) > 60 or len(self.tracking) > 80:
            return "That is too long: a carrier has at most 60 characters, a tracking number 80."
        return ""


@dataclass(frozen=True)
class WishForm:
    """What a buyer asks for: `what` is "whole", "part" or nothing; how many to remove is kept as it was typed."""

    what: str = ""
    words: str = ""
    typed: dict[int, str] = field(default_factory=dict)

    @classmethod
    def read(cls, posted: QueryDict) -> "WishForm":
        what = text(posted, "what", most=8)
        return cls(what if what in ("whole", "part") else "", text(posted, "words"), dict(_removals(posted)))

    @property
    def quantities(self) -> dict[int, int]:
        """How many of which line, by its id."""
        return {line: int(number) for line, number in self.typed.items() if _is_number(number)}

    @property
    def wrong(self) -> str:
        """What cannot be understood: nothing is guessed."""
        if not self.what:
            return "Choose first: cancel the whole order, or remove some of it."
        if self.what == "whole":
            if any(self.quantities.values()):
                return "You chose the whole order, and said how many to remove. Choose one, or empty the numbers."
            return ""
        unclear = [number for number in self.typed.values() if not _is_number(number)]
        return f"“{unclear[0]}” is not a number of pieces. Write 0, 1, 2 and so on." if unclear else ""


def _removals(posted: QueryDict) -> Iterator[tuple[int, str]]:
    for name in posted:
        line, number = name.removeprefix("remove-"), text(posted, name, most=12)
        if name != line and line.isdecimal() and line.isascii() and len(line) < 19 and number:
            yield int(line), number


def _is_number(typed: str) -> bool:
    return typed.isdecimal() and typed.isascii() and len(typed) < 10
