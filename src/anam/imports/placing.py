"""Writing some hundred orders at once, with their lines and stock, as orders.fulfilment.place writes one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from anam.catalog import stock
from anam.clock import database_now
from anam.imports.parsed import ParsedOrder
from anam.imports.parties import Known
from anam.imports.parts import Part
from anam.imports.stock import Shelves
from anam.orders.bulk import PastLine, PastOrder, add_lines, add_orders, next_numbers
from anam.orders.cancellation.eligibility import decline_by
from anam.orders.status import OPEN, Status
from anam.people.models import Maker
from anam.policy.models import Policy
from anam.postal.bulk import add_addresses
from anam.searching import indexed

MAX_FOUND_BY = 100_000  # characters: more words than that, and the database refuses to be searched for them


@dataclass(frozen=True)
class ToPlace:
    """One maker's part of a plain order, with whose it is; and, once it is written, the order."""

    parsed: ParsedOrder
    part: Part
    maker: Maker
    buyer: Known

    @property
    def shipped_at(self) -> datetime | None:
        return self.parsed.shipped_at if self.part.sent and not self.parsed.cancelled_at else None

    @property
    def completed_at(self) -> datetime | None:
        return self.parsed.completed_at if self.shipped_at else None

    @property
    def accepted_at(self) -> datetime | None:
        return self.parsed.accepted_at if not self.parsed.cancelled_at else None

    @property
    def status(self) -> Status:
        """What it is with us: theirs is kept in the history."""
        if self.parsed.cancelled_at:
            return Status.CANCELLED
        if self.completed_at:
            return Status.COMPLETED
        if self.shipped_at:
            return Status.SHIPPED
        return Status.ACCEPTED if self.accepted_at else Status.PLACED

    @property
    def is_open(self) -> bool:
        return self.status in OPEN


@dataclass(frozen=True)
class Placed:
    """An order that was written, with the ids of its lines."""

    id: int
    was: ToPlace
    policy: Policy
    line_ids: tuple[int, ...]

    @property
    def maker_id(self) -> int:
        return self.was.maker.pk

    @property
    def decline_by(self) -> datetime:
        return decline_by(self.was.parsed.placed_at, self.policy)


def place_all(wanted: Sequence[ToPlace], *, source: str, policy: Policy) -> list[Placed]:
    """Write them, holding the stock of open ones: where it does not suffice, none is held, and it is an order all
    the same. Nobody is told. Policy and deadline are those in force now (D9, D13).
    """
    shelves = Shelves.of([(one.maker.pk, line.sku) for one in wanted for line in one.part.lines if line.sku])
    numbers = next_numbers([one.maker for one in wanted])
    sent_to = _add_addresses(wanted)
    orders = add_orders(
        [
            _order(one, number, source, policy, ship_to)
            for one, number, ship_to in zip(wanted, numbers, sent_to, strict=True)
        ]
    )
    lines = [line for one, order in zip(wanted, orders, strict=True) for line in _lines(order, one, shelves)]
    ids = add_lines(lines)
    stock.take_locked(shelves.taken)
    _move_stock(ids, lines, dict(zip(orders, wanted, strict=True)))
    of_order = iter(ids)
    return [
        Placed(order, one, policy, tuple(next(of_order) for _ in one.part.lines))
        for order, one in zip(orders, wanted, strict=True)
    ]


def _add_addresses(wanted: Sequence[ToPlace]) -> list[int | None]:
    """The id of the address of each, a copy of its own; None where nobody says."""
    told = [one.parsed.ship_to for one in wanted]
    ids = iter(add_addresses([address for address in told if address], at=database_now()))
    return [next(ids) if address else None for address in told]


def _order(one: ToPlace, number: str, source: str, policy: Policy, ship_to: int | None) -> PastOrder:
    parsed, part = one.parsed, one.part
    found_by = " ".join(
        [number, parsed.reference, one.buyer.name, *(f"{line.title} {line.sku}" for line in part.lines)]
    )
    return PastOrder(
        number=number,
        maker_id=one.maker.pk,
        buyer_id=one.buyer.id,
        currency=parsed.currency,
        policy_id=policy.pk,
        status=one.status.value,
        items_total=part.items_total,
        shipping=part.shipping,
        tax=part.tax,
        discount=part.discount,
        placed_at=parsed.placed_at,
        decline_by=decline_by(parsed.placed_at, policy),
        accepted_at=one.accepted_at,
        shipped_at=one.shipped_at,
        completed_at=one.completed_at,
        source=source,
        reference=parsed.reference,
        search=indexed(found_by[:MAX_FOUND_BY]),
        ship_to_id=ship_to,
    )


def _lines(order: int, one: ToPlace, shelves: Shelves) -> list[PastLine]:
    reserved = shelves.reserve(one.maker.pk, one.part.lines) if one.is_open else set()
    cancelled = one.status == Status.CANCELLED
    products = [shelves.ids.get((one.maker.pk, line.sku)) if line.sku else None for line in one.part.lines]
    return [
        PastLine(
            order_id=order,
            maker_id=one.maker.pk,
            product_id=product,
            sku=line.sku,
            title=line.title,
            quantity=line.quantity,
            unit_price=line.unit_price,
            reserved=line.quantity if product in reserved else 0,
            declined_quantity=line.quantity if cancelled else 0,
            discount=line.discount,
            tax=line.tax,
            picture=shelves.faces[product] if product else "",
        )
        for line, product in zip(one.part.lines, products, strict=True)
    ]


def _move_stock(ids: list[int], lines: list[PastLine], orders: dict[int, ToPlace]) -> None:
    """A movement for each line that took something out of the stock, at the time of its order."""
    stock.record_reservations(
        [
            stock.Reservation(
                line.maker_id, line.product_id, line_id, -line.reserved, orders[line.order_id].parsed.placed_at
            )
            for line_id, line in zip(ids, lines, strict=True)
            if line.reserved and line.product_id
        ]
    )
