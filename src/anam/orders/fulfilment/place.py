from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.search import SearchVector
from django.db import transaction
from django.db.models import Value

from anam.catalog import stock
from anam.catalog.models import Product
from anam.catalog.quantities import why_not_so_many
from anam.clock import database_now
from anam.history.record import record
from anam.orders.bulk import next_numbers
from anam.orders.cancellation.eligibility import decline_by
from anam.orders.models import Line, Order
from anam.payments.actions.attach_payment import attach_payment
from anam.payments.models import Payment
from anam.people.models import Buyer, Maker, User
from anam.policy.models import current_policy
from anam.postal.address import Address
from anam.postal.models import PostalAddress
from anam.refusals import Refused, refusal_words
from anam.searching import indexed


@dataclass(frozen=True)
class Item:
    """A line to be ordered; `unit_price` in minor units. Without a product its stock is not counted.

    `discount` and `tax` are what is known of this line alone, for all of it; the order's own include them (M10).
    """

    title: str
    quantity: int
    unit_price: int
    sku: str = ""
    product: Product | None = None
    discount: int = 0
    tax: int = 0


@dataclass(frozen=True)
class Origin:
    """Where an order came from, and what it is called there."""

    source: str = "checkout"
    reference: str = ""

    @property
    def is_elsewhere(self) -> bool:
        """Whether it was placed in another system: it happened, whatever its maker's terms are here."""
        return self.source != "checkout"


@transaction.atomic
def place(
    items: Sequence[Item],
    *,
    maker: Maker,
    buyer: Buyer,
    currency: str,
    by: User | None = None,
    shipping: int = 0,
    shipping_is_exact: bool = True,
    tax: int = 0,
    discount: int = 0,
    payment: Payment | None = None,
    ship_to: Address | None = None,
    ship_to_confirmed: bool = False,
    number: str = "",
    placed_at: datetime | None = None,
    origin: Origin = Origin(),
    reserves_stock: bool = True,
) -> Order:
    """Record an order of one buyer from one maker, holding its stock. Money in minor units; `placed_at` in UTC.

    `shipping` is what the buyer was told: what it costs, or, where that is not exact, the most that it can cost (M5).

    The order keeps `ship_to` in a row of its own; confirmed: somebody has said that it is right, whatever seems wrong.

    The policy in force now is the one that it keeps; its deadline is stored with it (D13). Raises Refused
    ("out_of_stock") where counted stock does not suffice, with nothing held, and ("quantity_not_sold") for one that is
    placed here and has fewer of a product than its maker sells, or not in its steps.
    """
    if not origin.is_elsewhere:
        _validate_quantities(items)
    policy = current_policy()
    placed_at = placed_at or database_now()
    number = number or next_numbers([maker])[0]
    found_by = " ".join([number, origin.reference, buyer.name, *(f"{item.title} {item.sku}" for item in items)])
    order = Order.objects.create(
        number=number,
        maker=maker,
        buyer=buyer,
        placed_by=by,
        currency=currency,
        ship_to=PostalAddress.objects.add(ship_to, confirmed=ship_to_confirmed) if ship_to else None,
        policy=policy,
        items_total=sum(item.quantity * item.unit_price for item in items),
        shipping=shipping,
        shipping_is_exact=shipping_is_exact,
        tax=tax,
        discount=discount,
        placed_at=placed_at,
        decline_by=decline_by(placed_at, policy),
        source=origin.source,
        reference=origin.reference,
        search=SearchVector(Value(indexed(found_by)), config="simple"),
    )
    lines = Line.objects.bulk_create(
        Line(
            order=order,
            maker=maker,
            product=item.product,
            sku=item.sku,
            title=item.title,
            picture=item.product.face if item.product else "",
            quantity=item.quantity,
            unit_price=item.unit_price,
            discount=item.discount,
            tax=item.tax,
        )
        for item in items
    )
    if reserves_stock:
        _hold_stock(order, lines)
    if payment is not None:
        attach_payment(payment, order_id=order.pk)
    record(
        order,
        kind="placed",
        by=by,
        acting_as="buyer" if by else "anam",
        at=placed_at,
        total=order.total,
        currency=currency,
        source=origin.source,
    )
    return order


def _validate_quantities(items: Sequence[Item]) -> None:
    for item in items:
        words = item.product and why_not_so_many(item.product, item.quantity, title=item.title)
        if words:
            raise Refused.because("quantity_not_sold", words)


def _hold_stock(order: Order, lines: list[Line]) -> None:
    wanted: dict[int, int] = {}
    for line in lines:
        if line.product_id and line.product and line.product.tracked:
            wanted[line.product_id] = wanted.get(line.product_id, 0) + line.quantity
    reserved = stock.reserve(wanted)
    for line in lines:
        if line.product_id in wanted and line.product_id not in reserved:
            raise Refused.because("out_of_stock", refusal_words("out_of_stock", title=line.title))
        if line.product_id in reserved:
            line.reserved = line.quantity
    taken = [line for line in lines if line.reserved]
    Line.objects.bulk_update(taken, ["reserved"])
    stock.record_reservations(
        [
            stock.Reservation(line.maker_id, line.product_id, line.pk, -line.reserved, order.placed_at)
            for line in taken
            if line.product_id
        ]
    )
