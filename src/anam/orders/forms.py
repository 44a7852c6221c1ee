"""Reads and cleans what people send about orders; decides nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from uuid import uuid4

from django.http import QueryDict

from anam.orders.cancellation.plan import STOCK_CHOICES
from anam.words import visible


def text(posted: QueryDict, name: str, *, most: int = 20_000) -> str:
    """One field, as far as it can be seen, and with the line ends of a keyboard."""
    return visible(posted.get(name, ""))[:most].strip()


@dataclass(frozen=True)
class CancellationForm:
    """What the pop-up sends: the reason's key, words, how many of which line, and what their stock shall do.

    `what` is "whole" or "part"; how many is kept as it was typed. `key` is this form's own, so that it is carried out
    once (D7); `preview_token` is that of the effect it showed (D11).
    """

    reason: str = ""
    explanation: str = ""
    note: str = ""
    what: str = "whole"
    typed: dict[int, str] = field(default_factory=dict)
    stock: dict[int, str] = field(default_factory=dict)
    preview_token: str = ""
    key: str = field(default_factory=lambda: uuid4().hex)

    @classmethod
    def read(cls, posted: QueryDict) -> "CancellationForm":
        return cls(
            reason=text(posted, "reason", most=40),
            explanation=text(posted, "explanation"),
            note=text(posted, "note"),
            what="part" if text(posted, "what", most=8) == "part" else "whole",
            typed=dict(_typed_quantities(posted)),
            stock=dict(_stock_choices(posted)),
            preview_token=text(posted, "preview_token", most=64),
            key=text(posted, "key", most=64) or uuid4().hex,
        )

    @property
    def quantities(self) -> dict[int, int] | None:
        """How many of which line go, by its id; None: the whole order. Lines of which none go are left out."""
        if self.what == "whole":
            return None
        return {line: number for line, number in read_quantities(self.typed).items() if number}

    @property
    def shown(self) -> str:
        """The token of what was shown. Some items are cancelled only as they were: a form that never showed them is
        asked to (D11)."""
        return self.preview_token or ("not shown yet" if self.what == "part" else "")

    @property
    def wrong_quantities(self) -> str:
        """A number that cannot be understood: nothing is guessed."""
        return "" if self.what == "whole" else _unclear(self.typed)


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
class RequestForm:
    """What a buyer asks for: `what` is "whole", "part" or nothing; how many to remove is kept as it was typed."""

    what: str = ""
    words: str = ""
    typed: dict[int, str] = field(default_factory=dict)

    @classmethod
    def read(cls, posted: QueryDict) -> "RequestForm":
        what = text(posted, "what", most=8)
        return cls(what if what in ("whole", "part") else "", text(posted, "words"), dict(_typed_quantities(posted)))

    @property
    def quantities(self) -> dict[int, int]:
        """How many of which line, by its id."""
        return read_quantities(self.typed)

    @property
    def wrong(self) -> str:
        """What cannot be understood: nothing is guessed."""
        if not self.what:
            return "Choose first: cancel the whole order, or remove some of it."
        if self.what == "whole":
            if any(self.quantities.values()):
                return "You chose the whole order, and said how many to remove. Choose one, or empty the numbers."
            return ""
        return _unclear(self.typed)


def read_quantities(typed: Mapping[int, str]) -> dict[int, int]:
    """How many of which line, by its id, of what was typed; what is no number is left out."""
    return {line: int(number) for line, number in typed.items() if _is_number(number)}


def _unclear(typed: Mapping[int, str]) -> str:
    unclear = [number for number in typed.values() if not _is_number(number)]
    return f"“{unclear[0]}” is not a number of pieces. Write 0, 1, 2 and so on." if unclear else ""


def _typed_quantities(posted: QueryDict) -> Iterator[tuple[int, str]]:
    for name in posted:
        line, number = name.removeprefix("remove-"), text(posted, name, most=12)
        if name != line and line.isdecimal() and line.isascii() and len(line) < 19 and number:
            yield int(line), number


def _is_number(typed: str) -> bool:
    return typed.isdecimal() and typed.isascii() and len(typed) < 10
