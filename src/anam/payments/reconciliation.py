"""Every payment beside its holder's own books, and every difference in words (M8). Nothing is changed by it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from anam.elsewhere import leave_the_database
from anam.payments.gateways import HolderBooks
from anam.payments.gateways.registry import gateway_of
from anam.payments.models import MovementKind, Payment, PaymentMovement, PaymentOperation
from anam.payments.states import OPEN
from anam.words import money

AT_ONCE = 200
_HELD = (Payment.Status.AUTHORISED, Payment.Status.VOID_PENDING)
# What our sums say and a gateway's books cannot, or the other way round.
_BESIDES = (MovementKind.MANUAL, MovementKind.DISPUTED, MovementKind.DISPUTE_WON)


@dataclass(frozen=True)
class Compared:
    """A payment, and in how many ways its holder says otherwise: sentences, none where both agree."""

    payment: Payment
    differences: list[str]

    @property
    def name(self) -> str:
        """By its order's number; that of a checkout that came to nothing, by its own."""
        order = self.payment.order
        return f"Order {order.number}" if order else f"Payment {self.payment.pk} with no order"

    @property
    def subject(self) -> str:
        """The same, with where its holder has it."""
        return f"{self.name} ({self.payment.gateway_reference or 'no reference'})"


def held_elsewhere(*, since: datetime | None = None) -> int:
    """How many payments another system or person holds: there are no books to compare them with."""
    return _touched_since(since).filter(holder=Payment.Holder.EXTERNAL).count()


def at_gateways(*, since: datetime | None = None) -> int:
    """How many payments `compare_all` compares."""
    return _at_gateways(since).count()


def compare_all(*, since: datetime | None = None) -> Iterator[Compared]:
    """Every payment at a gateway, by its id; with `since` (UTC) those that were made, or whose money moved, since then.

    Read some at a time. Never called in a transaction. Raises GatewayDown.
    """
    last = 0
    while batch := compare_some(after=last, since=since):
        for payment in batch:
            yield compare(payment)
        last = batch[-1].pk


def compare_some(*, after: int, since: datetime | None = None) -> list[Payment]:
    """The next payments at gateways after the id `after`, as `compare` wants them; none where there are no more."""
    return list(_with_what_it_needs(_at_gateways(since).filter(pk__gt=after).order_by("pk"))[:AT_ONCE])


def compare(payment: Payment) -> Compared:
    """Ask its gateway. What differs is read and asked once more: its money may just have moved. Raises GatewayDown."""
    found = differences(payment, _books_of(payment))
    if found:
        payment = _with_what_it_needs(Payment.objects.filter(pk=payment.pk)).get()
        found = differences(payment, _books_of(payment))
    return Compared(payment, found)


def differences(payment: Payment, books: HolderBooks | None) -> list[str]:
    """What `books` say otherwise, in sentences; `payment` as `compare_some` reads it."""
    there = f"at {payment.get_holder_display()}"
    if books is None:
        return [_unknown(payment)] if payment.authorised else []
    found = []
    if payment.currency != books.currency:
        found.append(f"It is in {payment.currency} here, and in {books.currency} {there}.")
    for what, least, most, theirs in _sums(payment, books):
        if not least <= theirs <= most:
            here = money(least, payment.currency)
            found.append(f"{here} is {what} here, and {money(theirs, books.currency)} {there}.")
    return [*found, *_state(payment, books, there)]


def _touched_since(since: datetime | None) -> QuerySet[Payment]:
    if since is None:
        return Payment.objects.all()
    moved = PaymentMovement.objects.filter(Q(at__gte=since) | Q(recorded_at__gte=since), payment=OuterRef("pk"))
    return Payment.objects.filter(Q(created_at__gte=since) | Exists(moved))


def _at_gateways(since: datetime | None) -> QuerySet[Payment]:
    """Those that a gateway was ever asked to hold: a card that was refused left nothing anywhere."""
    payments = _touched_since(since).exclude(holder=Payment.Holder.EXTERNAL)
    return payments.exclude(authorised=0, gateway_reference="")


def _with_what_it_needs(payments: QuerySet[Payment]) -> QuerySet[Payment]:
    """Of its operations those that are under way, of its movements those that are besides."""
    return payments.select_related("order", "maker").prefetch_related(
        Prefetch("operations", PaymentOperation.objects.filter(state__in=OPEN)),
        Prefetch("movements", PaymentMovement.objects.filter(kind__in=_BESIDES)),
    )


def _books_of(payment: Payment) -> HolderBooks | None:
    if not payment.gateway_reference:
        return None
    leave_the_database()
    return gateway_of(payment.holder).books(payment.gateway_reference)


def _unknown(payment: Payment) -> str:
    amounts = [(payment.authorised, "authorised"), (payment.captured, "captured"), (payment.refunded, "refunded")]
    here = ", ".join(f"{money(amount, payment.currency)} {what}" for amount, what in amounts if amount)
    holder = payment.get_holder_display()
    if not payment.gateway_reference:
        return f"It has no reference at {holder}, so nobody can find there what is here: {here}."
    return f"{holder} knows nothing of it. Here it is {here}."


def _sums(payment: Payment, books: HolderBooks) -> list[tuple[str, int, int, int]]:
    """What it is called; the least and the most that may be there, as something is under way; what is there."""
    captured = payment.captured - _besides(payment, MovementKind.MANUAL, moved="captured")
    refunded = payment.refunded - _besides(payment, MovementKind.MANUAL, moved="refunded")
    disputed = _besides(payment, MovementKind.DISPUTED) - _besides(payment, MovementKind.DISPUTE_WON)
    return [
        ("authorised", payment.authorised, payment.authorised, books.authorised),
        ("captured", captured, captured + _under_way(payment, "capture"), books.captured),
        ("refunded", refunded, refunded + _under_way(payment, "refund"), books.refunded),
        ("disputed", disputed, disputed, books.disputed),
    ]


def _state(payment: Payment, books: HolderBooks, there: str) -> list[str]:
    """Whether what was never captured is still held; what was, its sums tell."""
    by_hand = any(one.kind == MovementKind.MANUAL and one.moved != "refunded" for one in payment.movements.all())
    if payment.captured or books.captured or by_hand or not (payment.authorised and books.authorised):
        return []
    held = payment.status in _HELD
    if held == (not books.voided) or (_under_way(payment, "void") and books.voided):
        return []
    amount = money(books.authorised, books.currency)
    if held:
        return [f"{amount} is authorised here, and released {there}."]
    return [f"{amount} is no longer held here ({payment.get_status_display()}), and still authorised {there}."]


def _besides(payment: Payment, kind: MovementKind, *, moved: str = "") -> int:
    return sum(one.amount for one in payment.movements.all() if one.kind == kind and moved in ("", one.moved))


def _under_way(payment: Payment, kind: str) -> int:
    return sum(one.amount for one in payment.operations.all() if one.kind == kind)
