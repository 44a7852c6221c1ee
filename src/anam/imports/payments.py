"""The money of an imported order, in the books of the sandbox: nothing real is moved by an import."""

from anam.imports.plain import PlainPayment
from anam.orders.models import Order
from anam.payments.models import Payment, SandboxCharge

CARD = "imported payment"


def write_payment(plain: PlainPayment, *, order: Order) -> None:
    """Give `order` a payment that stands as `plain` says, and the sandbox the charge to it. None: no row."""
    if plain.status == Payment.Status.NONE or not plain.authorised:
        return
    payment = Payment.objects.create(
        order=order,
        maker_id=order.maker_id,
        currency=order.currency,
        status=plain.status,
        gateway="sandbox",
        card=CARD,
        authorised=plain.authorised,
        captured=plain.captured,
        refunded=plain.refunded,
    )
    payment.gateway_reference = f"sb_imported-{payment.pk}"
    payment.save(update_fields=["gateway_reference"])
    SandboxCharge.objects.create(
        reference=payment.gateway_reference,
        card=CARD,
        currency=order.currency,
        authorised=plain.authorised,
        captured=plain.captured,
        refunded=plain.refunded,
        voided=plain.status == Payment.Status.VOIDED,
    )
