"""Writing plain orders into Anam: each whole or not at all, and each only once."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import DataError, IntegrityError, connection, transaction

from anam.catalog.models import Product
from anam.clock import database_now
from anam.history.record import record
from anam.imports.aftermath import cancel_in_the_past, ship_in_the_past
from anam.imports.parties import buyer_of, maker_called, same_maker
from anam.imports.payments import write_payment
from anam.imports.plain import PlainLine, PlainOrder, PlainPayment, Unreadable
from anam.imports.splitting import shares
from anam.orders.actions.place import Item, Origin, place
from anam.orders.models import Order
from anam.people.models import Maker
from anam.refusals import Refused


class Outcome(StrEnum):
    IMPORTED = "imported"
    ALREADY_THERE = "already there"


@dataclass(frozen=True)
class Part:
    """What one maker sold of a plain order, with their share of its shipping, tax, discount and payment."""

    lines: tuple[PlainLine, ...]
    shipping: int
    tax: int
    discount: int
    payment: PlainPayment

    @property
    def sent(self) -> bool:
        return all(line.sent for line in self.lines)


def parts_of(plain: PlainOrder) -> list[Part]:
    """`plain` by maker, in the order of their first lines; sums are shared by largest remainder and stay exact."""
    of_makers: dict[str, list[PlainLine]] = {}
    for line in plain.lines:
        of_makers.setdefault(same_maker(line.maker), []).append(line)
    goods = [sum(line.total for line in lines) for lines in of_makers.values()]
    shipping, tax, discount = (shares(amount, weights=goods) for amount in (plain.shipping, plain.tax, plain.discount))
    totals = [sum(sums) - off for *sums, off in zip(goods, shipping, tax, discount, strict=True)]
    authorised = shares(plain.payment.authorised, weights=totals)
    captured = shares(plain.payment.captured, weights=authorised)
    refunded = shares(plain.payment.refunded, weights=captured)
    money = zip(authorised, captured, refunded, strict=True)
    payments = [_payment(plain.payment.status, *sums) for sums in money]
    shared = zip(of_makers.values(), shipping, tax, discount, payments, strict=True)
    return [
        Part(tuple(lines), its_shipping, its_tax, its_discount, payment)
        for lines, its_shipping, its_tax, its_discount, payment in shared
    ]


def _payment(status: str, authorised: int, captured: int, refunded: int) -> PlainPayment:
    """A maker's share; so little may have been captured that a part of the refund is all of it."""
    if status == "captured" and refunded == captured:
        status = "refunded"
    return PlainPayment(status, authorised, captured, refunded)


def import_order(plain: PlainOrder, *, source: str, only_try: bool = False) -> tuple[Outcome, int]:
    """Write `plain` as one order for each of its makers; the answer is what came of it, and how many were written.

    `only_try` undoes it all again. Raises Unreadable where it cannot be true or cannot be kept, with nothing
    of it written. One that is there already is left as it is.
    """
    try:
        with transaction.atomic():
            written = _import_order(plain, source)
            if only_try or not written:
                transaction.set_rollback(True)
    except (DataError, IntegrityError) as refused:
        raise Unreadable(f"The database refused it: {str(refused).splitlines()[0]}") from refused
    return (Outcome.IMPORTED if written else Outcome.ALREADY_THERE), written


def _import_order(plain: PlainOrder, source: str) -> int:
    _one_import_at_a_time(source)
    now = database_now()
    for what, at in (("placed", plain.placed_at), ("shipped", plain.shipped_at), ("cancelled", plain.cancelled_at)):
        if at and at > now:
            raise Unreadable(f"It was {what} at {at:%Y-%m-%d %H:%M:%S} UTC, which is still to come.")
    parts = [(maker_called(part.lines[0].maker, currency=plain.currency), part) for part in parts_of(plain)]
    # It was written whole: where one maker has it all do, even if a name has changed over there since.
    makers = [maker for maker, _ in parts]
    if Order.objects.filter(maker__in=makers, source=source, reference=plain.reference).exists():
        return 0
    for maker, part in parts:
        _write(plain, part, maker, source, now)
    return len(parts)


def _one_import_at_a_time(source: str) -> None:
    """Two imports that run at once wait for each other's order: neither makes the same maker or order again."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('anam.imports'), hashtext(%s))", [source])


def _write(plain: PlainOrder, part: Part, maker: Maker, source: str, now: datetime) -> None:
    sent_at = plain.shipped_at if part.sent and not plain.cancelled_at else None
    order = _place(plain, part, maker, source, holds_stock=not sent_at and not plain.cancelled_at)
    write_payment(part.payment, order=order)
    record(
        order, kind="imported", by=None, acting_as="anam", at=now, source=source, reference=plain.reference,
        line=plain.line_number,
    )  # fmt: skip
    if plain.cancelled_at:
        cancel_in_the_past(order, at=plain.cancelled_at, now=now)
    elif sent_at:
        ship_in_the_past(order, at=sent_at)


def _place(plain: PlainOrder, part: Part, maker: Maker, source: str, *, holds_stock: bool) -> Order:
    """Place it as it was placed there. Where stock does not suffice, none is held: it is an order all the same."""
    skus = {line.sku for line in part.lines if line.sku}
    products = {product.sku: product for product in Product.objects.of_maker(maker).filter(sku__in=skus)}
    items = [Item(line.title, line.quantity, line.unit_price, line.sku, products.get(line.sku)) for line in part.lines]
    buyer = buyer_of(plain.buyer)

    def placed(*, holds_stock: bool) -> Order:
        return place(
            items, maker=maker, buyer=buyer, currency=plain.currency, shipping=part.shipping, tax=part.tax,
            discount=part.discount, placed_at=plain.placed_at, origin=Origin(source, plain.reference),
            holds_stock=holds_stock, tell=False,
        )  # fmt: skip

    try:
        return placed(holds_stock=holds_stock and bool(products))
    except Refused:
        return placed(holds_stock=False)
