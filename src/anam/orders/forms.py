"""Reads and cleans what people send about orders; decides nothing."""

from dataclasses import dataclass, field

from django.http import QueryDict

from anam.orders.plan import STOCK_CHOICES


def text(posted: QueryDict, name: str, *, most: int = 20_000) -> str:
    """One field, without NUL bytes (which PostgreSQL cannot keep) and with the line ends of a keyboard."""
    return posted.get(name, "").replace("\x00", "").replace("\r\n", "\n")[:most].strip()


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
            stock={
                int(name[6:]): text(posted, name)
                for name in posted
                if name.startswith("stock-") and name[6:].isdecimal() and text(posted, name) in STOCK_CHOICES
            },
            announced=text(posted, "announced", most=64),
        )


@dataclass(frozen=True)
class ShipForm:
    """Who carries the parcels, and the number to follow them by."""

    carrier: str = ""
    tracking: str = ""

    @classmethod
    def read(cls, posted: QueryDict) -> "ShipForm":
        return cls(carrier=text(posted, "carrier"), tracking=text(posted, "tracking"))

    @property
    def wrong(self) -> str:
        if not self.carrier:
            return "Say who carries the parcel; the buyer will read it."
        if len(self.carrier) > 60 or len(self.tracking) > 80:
            return "That is too long: a carrier has at most 60 characters, a tracking number 80."
        return ""
