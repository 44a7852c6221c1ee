"""An order as it was in another system, once it is read and before it is written: what every format comes to."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from anam.coded import Coded, Worded
from anam.imports.sentences import words
from anam.postal.address import Address

CANCELLED_ELSEWHERE = "cancelled_elsewhere"


@dataclass(frozen=True)
class ParsedLine:
    """One line; `maker` is the name of who sells it, `unit_price` in minor units."""

    maker: str
    title: str
    sku: str
    quantity: int
    unit_price: int
    sent: bool = False
    shipping: int = 0  # where it is known for each line; else it is shared among the makers
    place: str = ""  # where its maker is, for one who is not known yet
    discount: int = 0  # of this line alone, where that is known: part of the order's
    tax: int = 0

    @property
    def total(self) -> int:
        return self.quantity * self.unit_price


@dataclass(frozen=True)
class ParsedBuyer:
    """Who ordered. The e-mail, where there is one, says who it is; else the name has to."""

    name: str
    email: str = ""
    place: str = ""
    country: str = ""


@dataclass(frozen=True)
class ParsedPayment:
    """What the money of the whole order has done, in minor units; `status` is one of Payment.Status."""

    status: str = "none"
    authorised: int = 0
    captured: int = 0
    refunded: int = 0


@dataclass(frozen=True)
class ParsedOrder:
    """One order of the other system, perhaps from several makers. Money in minor units, times in UTC."""

    line_number: int
    name: str
    reference: str
    currency: str
    placed_at: datetime
    buyer: ParsedBuyer
    lines: tuple[ParsedLine, ...]
    payment: ParsedPayment
    shipping: int = 0
    tax: int = 0
    discount: int = 0
    status: str = ""  # in the other system's words
    accepted_at: datetime | None = None
    shipped_at: datetime | None = None
    completed_at: datetime | None = None
    cancelled_at: datetime | None = None
    cancel_reason: str = CANCELLED_ELSEWHERE  # the key of one of our reasons
    explanation: str = ""
    explained_by: Coded = field(default_factory=dict)  # what Anam says of it, where nobody explained it
    ship_to: Address | None = None  # as it came there; None: nobody says, or of a country that is none
    notes: tuple[Worded, ...] = ()  # what was left out of it
    identity: str = ""  # what tells it from every other order there, whatever it is called; "": its reference

    @property
    def known_by(self) -> str:
        return self.identity or self.reference


@dataclass(frozen=True)
class BadRow:
    """What could not be read: the line of the file where it begins, the order it belongs to, and why."""

    line_number: int
    name: str
    why: Worded


class _Said(Exception):
    """Raised with a code of imports/sentences.py and its parameters; or with words that were made of them before."""

    def __init__(self, said: str | Worded, /, **parameters: Any) -> None:
        self.words = said if isinstance(said, Worded) else words(said, **parameters)
        super().__init__(self.words)


class Unreadable(_Said):
    """A cell that cannot be read, or an order that cannot be true. The words name what was found."""


class UnusableFile(_Said):
    """A file of which nothing can be imported. The words are for the person who gave it."""


def in_order(order: ParsedOrder) -> ParsedOrder:
    """`order`, where its times can be true. Raises Unreadable."""
    for what, at in (("shipped", order.shipped_at), ("cancelled", order.cancelled_at), ("accepted", order.accepted_at)):
        if at and at < order.placed_at:
            raise Unreadable(f"{what}_before_placed")
    if order.completed_at and (order.shipped_at is None or order.completed_at < order.shipped_at):
        raise Unreadable("arrived_before_shipped")
    return order
