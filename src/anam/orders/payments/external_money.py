"""What is said of money that another system or person holds: what they are to do, and what they have done (M2)."""

from collections.abc import Iterable, Iterator

from django.db.models import BigIntegerField

from anam.compiled import Bound, CompiledQuery
from anam.orders.models import Cancellation, Order
from anam.payments.models import Payment, PaymentOperation
from anam.payments.states import MOVED, NOT_MOVED, State
from anam.words import day, money

TO_BE = {"void": "released", "refund": "refunded", "capture": "charged"}
DID = {"void": "released", "refund": "refunded", "capture": "charged"}
DO = {"void": "release", "refund": "refund", "capture": "charge"}


def external_money(order: Order) -> list[str]:
    """The state of the money of `order` in sentences; none where a gateway holds it, or nobody."""
    payment: Payment | None = getattr(order, "payment", None)
    if payment is None or not payment.is_external:
        return []
    operations = list(payment.operations.select_related("confirmed_by").order_by("pk"))
    return [*_held(payment), *_before(payment, operations), *_operations(payment, operations), *_kept(order, payment)]


def operations_of(order: Order) -> list[PaymentOperation]:
    """What was asked for of the money of `order`, each with its payment, who confirmed it, and support's refund."""
    return _OPERATIONS.all(order=order.pk)


_OPERATIONS = CompiledQuery(
    lambda: (
        PaymentOperation.objects.of_orders()
        .filter(payment__order=Bound("order", BigIntegerField()))
        .select_related("payment", "confirmed_by", "refund")
        .order_by("pk")
    )
)


def due_operations(operations: Iterable[PaymentOperation]) -> list[PaymentOperation]:
    """What another system or person is to do, and nobody has said that it is done."""
    return [one for one in operations if one.payment.is_external and one.state == State.QUEUED]


def refused_operations(operations: Iterable[PaymentOperation]) -> list[PaymentOperation]:
    """What its holder has refused or undone: it is tried again, or recorded once somebody has done it by hand (M4)."""
    return [one for one in operations if one.state in NOT_MOVED]


def _held(payment: Payment) -> Iterator[str]:
    name, currency = payment.holder_name, payment.currency
    if payment.captured:
        yield f"{money(payment.captured, currency)} was charged by {name}."
    elif payment.status in (Payment.Status.AUTHORISED, Payment.Status.VOID_PENDING):
        yield f"{money(payment.authorised, currency)} is authorised at {name}, not charged."
    elif payment.status == Payment.Status.NONE:
        yield "It is to be paid on invoice." if name == "invoice" else f"It is to be paid at {name}."
    elif payment.status == Payment.Status.VOIDED:
        yield "Nothing was charged."


def _before(payment: Payment, operations: list[PaymentOperation]) -> Iterator[str]:
    """What had gone back before the order came in."""
    back = sum(one.amount for one in operations if one.kind == "refund" and one.state in MOVED)
    if payment.refunded > back:
        yield f"{payment.holder_name} had refunded {money(payment.refunded - back, payment.currency)} of it before."


def _operations(payment: Payment, operations: list[PaymentOperation]) -> Iterator[str]:
    """One sentence for each that stands."""
    name = payment.holder_name
    for one in operations:
        amount = money(one.amount, payment.currency)
        if one.state == State.QUEUED:
            yield f"{amount} is to be {TO_BE[one.kind]} by {name}; nobody has confirmed it yet."
        elif one.state in MOVED and one.closed_at:
            by = one.confirmed_by.name if one.confirmed_by else name
            yield f"{name} {DID[one.kind]} {amount} (confirmed by {by} on {day(one.closed_at)})."
        elif one.state in NOT_MOVED:
            yield f"{name} did not {DO[one.kind]} {amount}. Support is looking into it."


def _kept(order: Order, payment: Payment) -> Iterator[str]:
    """Cancelled over there, with money that nobody says has gone back: an import moves none."""
    kept = payment.status in (Payment.Status.AUTHORISED, Payment.Status.CAPTURED)
    if not order.is_cancelled or not kept:
        return
    if Cancellation.objects.final().filter(order=order, effects__elsewhere=True).exists():
        left = payment.refundable if payment.captured else payment.authorised
        word = "refunded" if payment.captured else "released"
        yield f"It was cancelled there; nothing says that {money(left, payment.currency)} was {word}."
