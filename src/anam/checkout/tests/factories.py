"""A basket over two makers, and what the checkout's tests look at afterwards."""

import uuid

from anam.catalog.models import Product
from anam.catalog.stock import count
from anam.checkout.actions.abandon import abandon
from anam.checkout.actions.check_out import check_out
from anam.checkout.basket import put_in
from anam.checkout.models import Checkout
from anam.orders.models import Order
from anam.payments.actions.execute import execute
from anam.payments.models import Payment, PaymentOperation, SandboxCharge
from anam.payments.states import OPEN
from anam.people.models import Maker
from conftest import Cast

MUGS, RUG = 6 * 1450 + 1200, 2 * 9000 + 1200


def rug_of(cast: Cast) -> Product:
    rug, new = Product.objects.get_or_create(maker=cast.weaves, sku="RUG-01", title="Rug", unit_price=9000)
    if new:
        count(rug.pk, stock=5)
    return Product.objects.get(pk=rug.pk)


def fill_basket(cast: Cast) -> None:
    """Six mugs of Hanna's and two rugs of Otto's."""
    put_in(cast.harbor, cast.mug, 6)
    put_in(cast.harbor, rug_of(cast), 2)


def press(cast: Cast, *, card: str = "4242", key: uuid.UUID | None = None, announced: str = "") -> Checkout:
    """Press “Place the orders”."""
    return check_out(buyer=cast.harbor, by=cast.ines, key=key or uuid.uuid4(), card=card, announced=announced)


def let_jobs_run(checkout: Checkout) -> None:
    """What the jobs of a checkout that came to nothing do: find what to give back, and give it back."""
    abandon(checkout.pk)
    kinds = PaymentOperation.objects.filter(payment__in=payments_of(checkout), state__in=OPEN)
    for operation in kinds.exclude(kind=PaymentOperation.Kind.AUTHORISE):
        execute(operation.pk)


def payments_of(checkout: Checkout) -> list[Payment]:
    return list(Payment.objects.filter(pk__in=checkout.parts.values("payment")).order_by("maker__name"))


def statuses(checkout: Checkout) -> list[str]:
    return [payment.status for payment in payments_of(checkout)]


def order_from(maker: Maker) -> Order:
    return Order.objects.select_related("payment").get(maker=maker)


def stock_of(product: Product) -> int | None:
    return Product.objects.get(pk=product.pk).stock


def still_reserved() -> int:
    """How many authorisations the gateway's own books still hold."""
    return SandboxCharge.objects.filter(voided=False).count()


def nothing_was_ordered(cast: Cast) -> bool:
    return (
        not Order.objects.exists()
        and stock_of(cast.mug) == 100
        and stock_of(rug_of(cast)) == 5
        and cast.harbor.basket.count() == 2
    )
