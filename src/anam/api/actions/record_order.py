from dataclasses import dataclass, replace
from datetime import datetime

from babel import Locale
from django.conf import settings
from django.db import IntegrityError, transaction

from anam.api.problems import Problem
from anam.catalog.models import Product
from anam.clock import database_now
from anam.history.record import record
from anam.imports.payments import ANOTHER_SYSTEM
from anam.orders.fulfilment.place import Item, Origin, place
from anam.orders.models import Order
from anam.payments.actions.record_payment import record_payment
from anam.payments.models import Payment
from anam.people.models import Buyer, Maker, User
from anam.postal.address import Address
from anam.refusals import Refused
from anam.words import visible

MAX_MONEY = 10**15
SOURCE = "api"


@dataclass(frozen=True)
class Recorded:
    """An order as another system tells it. Money in minor units; `placed_at` in UTC, None for now."""

    number: str
    maker: str
    buyer: str
    currency: str
    lines: list[Item]
    placed_at: datetime | None = None
    shipping: int = 0
    shipping_is_exact: bool = True
    tax: int = 0
    discount: int = 0
    payment: str = "none"
    reference: str = ""
    holder: str = "external"
    holder_name: str = ""
    ship_to: Address | None = None


@transaction.atomic
def record_order(told: Recorded, *, by: User) -> Order:
    """Support records an order that was placed elsewhere; its maker is told, and its window counts from `placed_at`.

    Its lines name no product: theirs are found by SKU. Raises Problem: 422 for what cannot be, 409 where the number or
    the reference is taken. Where counted stock does not suffice, none is held: it is an order all the same.
    """
    maker, buyer = _parties(told)
    now = database_now()
    _check(told, now=now)
    skus = {line.sku for line in told.lines if line.sku}
    products = {product.sku: product for product in Product.objects.of_maker(maker).filter(sku__in=skus)}
    items = [replace(line, title=visible(line.title).strip(), product=products.get(line.sku)) for line in told.lines]
    order = _place(told, items, maker=maker, buyer=buyer)
    if told.payment != "none" and order.total:
        _write_payment(order, told)
    record(
        order,
        kind="imported",
        by=by,
        acting_as="support",
        at=now,
        source=SOURCE,
        reference=told.reference or told.number,
    )
    return order


def _parties(told: Recorded) -> tuple[Maker, Buyer]:
    maker = Maker.objects.filter(slug=told.maker).first()
    if maker is None:
        raise Problem(422, "maker_unknown", f"There is no maker {told.maker}.")
    buyer = Buyer.objects.filter(slug=told.buyer).first()
    if buyer is None:
        raise Problem(422, "buyer_unknown", f"There is no buyer {told.buyer}.")
    return maker, buyer


def _check(told: Recorded, *, now: datetime) -> None:
    if told.holder != Payment.EXTERNAL and settings.PRODUCTION:
        raise Problem(422, "holder_wrong")
    if told.holder != Payment.EXTERNAL and told.holder_name:
        raise Problem(422, "holder_wrong", "The sandbox has no other name: leave `holder_name` out.")
    if told.currency not in Locale("en").currencies:
        raise Problem(422, "currency_unknown", f"{told.currency} is no ISO 4217 currency.")
    if told.placed_at and told.placed_at > now:
        raise Problem(422, "placed_in_future")
    if told.placed_at and told.placed_at.year < 1970:
        raise Problem(422, "wrong", "No order is that old.")
    goods = sum(line.quantity * line.unit_price for line in told.lines)
    if told.discount > goods or goods + told.shipping + told.tax > MAX_MONEY:
        raise Problem(422, "totals_wrong")
    off, taxed = sum(line.discount for line in told.lines), sum(line.tax for line in told.lines)
    beyond = any(line.discount > line.quantity * line.unit_price for line in told.lines)
    if beyond or off > told.discount or taxed > told.tax:
        raise Problem(422, "totals_wrong", "A line has more taken off than it costs, or the lines more than the order.")
    if Order.objects.filter(number=told.number).exists():
        raise Problem(409, "number_taken", f"There is an order {told.number} already.")


def _place(told: Recorded, items: list[Item], *, maker: Maker, buyer: Buyer) -> Order:
    try:
        with transaction.atomic():
            return _with_or_without_stock(told, items, maker=maker, buyer=buyer)
    except IntegrityError as taken:
        if "order_imported_once" in str(taken):
            raise Problem(409, "reference_taken", f"{maker.name} has an order {told.reference} already.") from None
        if "number" not in str(taken):
            raise
        raise Problem(409, "number_taken", f"There is an order {told.number} already.") from None


def _with_or_without_stock(told: Recorded, items: list[Item], *, maker: Maker, buyer: Buyer) -> Order:
    def placed(*, reserves_stock: bool) -> Order:
        return place(
            items,
            maker=maker,
            buyer=buyer,
            currency=told.currency,
            shipping=told.shipping,
            shipping_is_exact=told.shipping_is_exact,
            tax=told.tax,
            discount=told.discount,
            number=told.number,
            placed_at=told.placed_at,
            ship_to=told.ship_to,
            reserves_stock=reserves_stock,
            origin=Origin(SOURCE, visible(told.reference).strip()),
        )

    try:
        return placed(reserves_stock=True)
    except Refused:
        return placed(reserves_stock=False)


def _write_payment(order: Order, told: Recorded) -> None:
    """The payment as it was taken elsewhere: nothing is moved by recording it (M1)."""
    name = " ".join(visible(told.holder_name).split()) or ANOTHER_SYSTEM
    record_payment(
        order_id=order.pk,
        maker_id=order.maker_id,
        currency=order.currency,
        amount=order.total,
        captured=told.payment == "captured",
        holder=told.holder,
        holder_name=name if told.holder == Payment.EXTERNAL else "",
        holder_object=order.reference or order.number,
    )
