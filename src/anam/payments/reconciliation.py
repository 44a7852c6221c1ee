"""Every payment beside its holder's own books, and every difference in words (M8). Nothing is changed by it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import batched

from django.conf import settings
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from anam.coded import Coded, coded
from anam.elsewhere import leave_the_database
from anam.payments.gateways import HolderBooks, HolderReference, NotAsked
from anam.payments.gateways.registry import config_of, gateway_of
from anam.payments.models import MovementKind, Payment, PaymentMovement, PaymentOperation
from anam.payments.states import OPEN, State

AT_ONCE = 200
_HELD = (Payment.Status.AUTHORISED, Payment.Status.VOID_PENDING)


@dataclass(frozen=True)
class Compared:
    """A payment, and in how many ways its holder says otherwise: codes of BOOKS, none where both agree.

    `not_asked` says why its holder could not be asked about it, with the key that is set.
    """

    payment: Payment
    differences: list[Coded]
    not_asked: str = ""

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
    return _touched_since(since).filter(holder=Payment.EXTERNAL).count()


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
    try:
        found = differences(payment, _books_of(payment))
        if found:
            payment = compared_anew(payment.pk)
            found = differences(payment, _books_of(payment))
    except NotAsked as not_asked:
        return Compared(payment, [], not_asked=str(not_asked))
    return Compared(payment, found)


def compared_anew(payment_id: int) -> Payment:
    """A payment as `compare` wants it."""
    return _with_what_it_needs(Payment.objects.filter(pk=payment_id)).get()


def unknown_there(*, since: datetime | None = None) -> Iterator[Coded]:
    """What a gateway holds or took for this installation and is not here: a code of BOOKS each. Raises GatewayDown.

    With `since` (UTC), of what was authorised there since then.
    """
    if not (holder := settings.PAYMENT_GATEWAY):
        return
    leave_the_database()
    for some in batched(gateway_of(holder).authorisations(since), AT_ONCE):
        known = _known(holder, [one.reference for one in some])
        for one in some:
            if one.reference not in known:
                told = {"holder": config_of(holder).label, "reference": one.reference, "at": one.at.isoformat()}
                code = "not_here_of_order" if one.order else "not_here"
                yield coded(code, **told, sum=[one.amount, one.currency], order=one.order)


def _known(holder: str, references: Sequence[str]) -> set[str]:
    """Those that a payment has, or that an operation asks for just now."""
    payments = Payment.objects.filter(holder=holder, gateway_reference__in=references)
    asked = PaymentOperation.objects.filter(payment__holder=holder, kind="authorise", state__in=OPEN)
    operations = asked.filter(reference__in=references)
    return {*payments.values_list("gateway_reference", flat=True), *operations.values_list("reference", flat=True)}


def differences(payment: Payment, books: HolderBooks | None) -> list[Coded]:
    """What `books` say otherwise, as codes of BOOKS; `payment` as `compare_some` reads it."""
    holder = payment.holder_label
    if books is None:
        return [_unknown(payment)] if payment.authorised else []
    found = []
    if payment.currency != books.currency:
        found.append(coded("currency_differs", here=payment.currency, theirs=books.currency, holder=holder))
    for what, least, most, theirs in _sums(payment, books):
        if not least <= theirs <= most:
            sums = {"here": [least, payment.currency], "theirs": [theirs, books.currency]}
            found.append(coded(f"{what}_differs", **sums, holder=holder))
    return [*found, *_state(payment, books)]


def _touched_since(since: datetime | None) -> QuerySet[Payment]:
    if since is None:
        return Payment.objects.all()
    moved = PaymentMovement.objects.filter(Q(at__gte=since) | Q(recorded_at__gte=since), payment=OuterRef("pk"))
    return Payment.objects.filter(Q(created_at__gte=since) | Exists(moved))


def _at_gateways(since: datetime | None) -> QuerySet[Payment]:
    """Those that a gateway was ever asked to hold: a card that was refused left nothing anywhere."""
    payments = _touched_since(since).exclude(holder=Payment.EXTERNAL)
    return payments.exclude(authorised=0, gateway_reference="")


def _with_what_it_needs(payments: QuerySet[Payment]) -> QuerySet[Payment]:
    """Of its operations those that are under way, of its movements those by hand that stand: no gateway has them."""
    by_hand = PaymentMovement.objects.filter(kind=MovementKind.MANUAL)
    return payments.select_related("order", "maker").prefetch_related(
        Prefetch("operations", PaymentOperation.objects.filter(state__in=OPEN)),
        Prefetch("movements", by_hand.filter(operation__state=State.RECORDED_MANUALLY)),
    )


def _books_of(payment: Payment) -> HolderBooks | None:
    if not payment.gateway_reference:
        return None
    leave_the_database()
    where = HolderReference(payment.gateway_reference, payment.gateway_account, payment.livemode)
    return gateway_of(payment.holder).books(where)


def _unknown(payment: Payment) -> Coded:
    sums = {"authorised": payment.authorised, "captured": payment.captured, "refunded": payment.refunded}
    here = [coded(f"sum_{what}", sum=[amount, payment.currency]) for what, amount in sums.items() if amount]
    code = "not_there" if payment.gateway_reference else "without_reference"
    return coded(code, holder=payment.holder_label, here=here)


def _sums(payment: Payment, books: HolderBooks) -> list[tuple[str, int, int, int]]:
    """What it is called; the least and the most that may be there, as something is under way; what is there."""
    captured = payment.captured - _by_hand(payment, "captured")
    refunded = payment.refunded - _by_hand(payment, "refunded")
    return [
        ("authorised", payment.authorised, payment.authorised, books.authorised),
        ("captured", captured, captured + _under_way(payment, "capture"), books.captured),
        ("refunded", refunded, refunded + _under_way(payment, "refund"), books.refunded),
        ("disputed", payment.disputed, payment.disputed, books.disputed),
    ]


def _state(payment: Payment, books: HolderBooks) -> list[Coded]:
    """Whether what was never captured is still held; what was, its sums tell."""
    if books.captured or not (payment.authorised and books.authorised):
        return []
    told = {"theirs": [books.authorised, books.currency], "holder": payment.holder_label}
    if payment.movements.all():  # what somebody recorded by hand
        return [] if books.voided else [coded("by_hand_and_still_held", **told)]
    held = payment.status in _HELD
    if payment.captured or held == (not books.voided) or (_under_way(payment, "void") and books.voided):
        return []
    return [coded("released_there" if held else "still_held_there", **told)]


def _by_hand(payment: Payment, moved: str) -> int:
    return sum(one.amount for one in payment.movements.all() if one.moved == moved)


def _under_way(payment: Payment, kind: str) -> int:
    return sum(one.amount for one in payment.operations.all() if one.kind == kind)
