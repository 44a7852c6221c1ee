"""Orders that an import brings, some hundred at once: what place.py and cancel_order.py write one by one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from anam.bulk import insert
from anam.orders.models import Cancellation, CancelledLine, Line, Order
from anam.people.models import Maker
from anam.sql import fetch_values


@dataclass(frozen=True)
class PastOrder:
    """Columns of an order; `search` are the words that it is found by."""

    number: str
    maker_id: int
    buyer_id: int
    currency: str
    policy_id: int
    status: str
    items_total: int
    shipping: int
    tax: int
    discount: int
    placed_at: datetime
    decline_by: datetime
    accepted_at: datetime | None
    shipped_at: datetime | None
    completed_at: datetime | None
    source: str
    reference: str
    search: str
    ship_to_id: int | None = None


@dataclass(frozen=True)
class PastLine:
    order_id: int
    maker_id: int
    product_id: int | None
    sku: str
    title: str
    quantity: int
    unit_price: int
    reserved: int
    declined_quantity: int
    discount: int = 0
    tax: int = 0
    picture: str = ""


@dataclass(frozen=True)
class PastCancellation:
    """`effects` as JSON."""

    order_id: int
    maker_id: int
    key: str
    on_behalf_of: str
    reason_id: int
    explanation: str
    amount: int
    at: datetime
    in_time: bool
    effects: str
    final: bool = True


@dataclass(frozen=True)
class PastCancelledLine:
    cancellation_id: int
    maker_id: int
    line_id: int
    quantity: int
    stock: str


def next_numbers(makers: Sequence[Maker]) -> list[str]:
    """A number for an order of each of `makers`."""
    numbers = fetch_values("SELECT nextval('order_number') FROM generate_series(1, %s)", [len(makers)])
    return [f"{maker.order_prefix}-{number}" for maker, number in zip(makers, numbers, strict=True)]


def add_orders(orders: Sequence[PastOrder]) -> list[int]:
    """Their ids, in the same order; so of what follows."""
    return insert(Order, orders, by={"search": "to_tsvector('simple', {})"})


def add_lines(lines: Sequence[PastLine]) -> list[int]:
    return insert(Line, lines)


def add_cancellations(cancellations: Sequence[PastCancellation]) -> list[int]:
    return insert(Cancellation, cancellations)


def add_cancelled_lines(lines: Sequence[PastCancelledLine]) -> list[int]:
    return insert(CancelledLine, lines)
