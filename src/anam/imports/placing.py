"""Writing some hundred orders at once, with their lines and stock, as orders.actions.place writes one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.search import SearchVector
from django.db import connection
from django.db.models import Value

from anam.imports.parties import Known
from anam.imports.parts import Part
from anam.imports.plain import PlainOrder
from anam.imports.stock import Shelves
from anam.orders.decline import decline_by
from anam.orders.models import Line, Order
from anam.orders.policy import Policy
from anam.orders.queries import searchable
from anam.orders.status import Status
from anam.people.models import Maker


@dataclass(frozen=True)
class ToPlace:
    """One maker's part of a plain order, with whose it is; and, once it is written, the order."""

    plain: PlainOrder
    part: Part
    maker: Maker
    buyer: Known

    @property
    def shipped_at(self) -> datetime | None:
        return self.plain.shipped_at if self.part.sent and not self.plain.cancelled_at else None

    @property
    def completed_at(self) -> datetime | None:
        return self.plain.completed_at if self.shipped_at else None

    @property
    def accepted_at(self) -> datetime | None:
        return self.plain.accepted_at if not self.plain.cancelled_at else None

    @property
    def status(self) -> Status:
        """What it is with us: theirs is kept in the history."""
        if self.plain.cancelled_at:
            return Status.CANCELLED
        if self.completed_at:
            return Status.COMPLETED
        if self.shipped_at:
            return Status.SHIPPED
        return Status.ACCEPTED if self.accepted_at else Status.PLACED

    @property
    def is_open(self) -> bool:
        return self.status in (Status.PLACED, Status.ACCEPTED)


@dataclass(frozen=True)
class Placed:
    """An order that was written, with its lines."""

    order: Order
    lines: list[Line]
    was: ToPlace


def place_all(wanted: Sequence[ToPlace], *, source: str, policy: Policy) -> list[Placed]:
    """Write them, holding the stock of open ones: where it does not suffice, none is held, and it is an order all
    the same. Nobody is told. Policy and deadline are those in force now (D9, D13).
    """
    shelves = Shelves.of([(one.maker.pk, line.sku) for one in wanted for line in one.part.lines if line.sku])
    numbers = _numbers([one.maker.order_prefix for one in wanted])
    orders = Order.objects.bulk_create(
        _order(one, number, source, policy) for one, number in zip(wanted, numbers, strict=True)
    )
    placed = [Placed(order, _lines(order, one, shelves), one) for order, one in zip(orders, wanted, strict=True)]
    Line.objects.bulk_create(line for one in placed for line in one.lines)
    shelves.write([(line, one.order.placed_at) for one in placed for line in one.lines])
    return placed


def _numbers(prefixes: list[str]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('order_number') FROM generate_series(1, %s)", [len(prefixes)])
        return [f"{prefix}-{row[0]}" for prefix, row in zip(prefixes, cursor.fetchall(), strict=True)]


def _order(one: ToPlace, number: str, source: str, policy: Policy) -> Order:
    plain, part = one.plain, one.part
    found_by = " ".join([plain.reference, one.buyer.name, *(f"{line.title} {line.sku}" for line in part.lines)])
    words = searchable(found_by, number=number)
    return Order(
        number=number, maker=one.maker, buyer_id=one.buyer.id, currency=plain.currency, policy=policy,
        status=one.status, items_total=part.items_total, shipping=part.shipping, tax=part.tax, discount=part.discount,
        placed_at=plain.placed_at, decline_by=decline_by(plain.placed_at, policy), accepted_at=one.accepted_at,
        shipped_at=one.shipped_at, completed_at=one.completed_at, source=source, reference=plain.reference,
        search=SearchVector(Value(words), config="simple"),
    )  # fmt: skip


def _lines(order: Order, one: ToPlace, shelves: Shelves) -> list[Line]:
    held = shelves.hold(one.maker.pk, one.part.lines) if one.is_open else set()
    lines = []
    for plain in one.part.lines:
        product = shelves.ids.get((one.maker.pk, plain.sku)) if plain.sku else None
        lines.append(
            Line(
                order=order,
                maker=one.maker,
                product_id=product,
                sku=plain.sku,
                title=plain.title,
                quantity=plain.quantity,
                unit_price=plain.unit_price,
                held=plain.quantity if product in held else 0,
                declined_quantity=plain.quantity if order.status == Status.CANCELLED else 0,
            )
        )
    return lines
