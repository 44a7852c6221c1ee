"""The money of imported orders, in the books of the sandbox: nothing real is moved by an import."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from anam.imports.bulk import insert
from anam.imports.placing import Placed
from anam.imports.plain import PlainPayment
from anam.payments.models import Payment, SandboxCharge
from anam.payments.refund_plan import RefundPlan

CARD = "imported payment"
_PAYMENT = (
    "order_id", "maker_id", "currency", "status", "gateway", "gateway_reference", "card", "authorised", "captured",
    "refunded", "refund_pending", "created_at",
)  # fmt: skip
_CHARGE = ("reference", "card", "currency", "authorised", "captured", "refunded", "voided")


@dataclass(frozen=True)
class Paid:
    """The payment of one order, and what of it must go back because the order was cancelled."""

    id: int
    back: RefundPlan


def going_back(one: Placed) -> RefundPlan:
    """What is still held or kept of a cancelled order goes back, in full (D8)."""
    plain, currency = one.was.part.payment, one.was.plain.currency
    if one.was.plain.cancelled_at and plain.authorised:
        if plain.status == Payment.Status.AUTHORISED:
            return RefundPlan("void", plain.authorised, currency)
        if plain.status == Payment.Status.CAPTURED:
            return RefundPlan("refund", plain.captured - plain.refunded, currency)
    return RefundPlan("nothing", 0, currency if plain.authorised else "")


def write_payments(placed: Sequence[Placed], *, now: datetime) -> dict[int, Paid]:
    """Give each order a payment that stands as its export says, and the sandbox the charge to it; by order id.

    Where it says nothing there is none.
    """
    paid = [(one, going_back(one)) for one in placed if _is_paid(one.was.part.payment)]
    ids = insert(Payment, _PAYMENT, [
        (one.id, one.maker_id, one.was.plain.currency, _status(one, back), "sandbox", _reference(one), CARD,
         one.was.part.payment.authorised, one.was.part.payment.captured, one.was.part.payment.refunded,
         back.amount if back.kind == "refund" else 0, now)
        for one, back in paid
    ])  # fmt: skip
    insert(SandboxCharge, _CHARGE, [
        (_reference(one), CARD, one.was.plain.currency, one.was.part.payment.authorised, one.was.part.payment.captured,
         one.was.part.payment.refunded, one.was.part.payment.status == Payment.Status.VOIDED)
        for one, _ in paid
    ])  # fmt: skip
    return {one.id: Paid(pk, back) for pk, (one, back) in zip(ids, paid, strict=True)}


def _is_paid(plain: PlainPayment) -> bool:
    return plain.status != Payment.Status.NONE and plain.authorised > 0


def _status(one: Placed, back: RefundPlan) -> str:
    return one.was.part.payment.status if back.kind == "nothing" else f"{back.kind}_pending"


def _reference(one: Placed) -> str:
    return f"sb_imported-order-{one.id}"
