"""The money of imported orders, in the books of the sandbox: nothing real is moved by an import."""

from collections.abc import Sequence

from anam.imports.placing import Placed
from anam.payments.models import Payment, SandboxCharge

CARD = "imported payment"


def write_payments(placed: Sequence[Placed]) -> dict[int, Payment]:
    """Give each order a payment that stands as its export says, and the sandbox the charge to it; by order id.

    Where it says nothing there is none.
    """
    paid = [one for one in placed if one.was.part.payment.status != Payment.Status.NONE]
    payments = Payment.objects.bulk_create(_payment(one) for one in paid if one.was.part.payment.authorised)
    SandboxCharge.objects.bulk_create(
        SandboxCharge(
            reference=payment.gateway_reference, card=CARD, currency=payment.currency, authorised=payment.authorised,
            captured=payment.captured, refunded=payment.refunded, voided=payment.status == Payment.Status.VOIDED,
        )
        for payment in payments
    )  # fmt: skip
    return {payment.order_id: payment for payment in payments if payment.order_id}


def _payment(one: Placed) -> Payment:
    plain = one.was.part.payment
    return Payment(
        order=one.order, maker_id=one.order.maker_id, currency=one.order.currency, status=plain.status,
        gateway="sandbox", gateway_reference=f"sb_imported-order-{one.order.pk}", card=CARD,
        authorised=plain.authorised, captured=plain.captured, refunded=plain.refunded,
    )  # fmt: skip
