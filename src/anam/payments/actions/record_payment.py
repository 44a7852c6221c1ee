from anam.payments.gateways.sandbox import record_charge
from anam.payments.models import Payment


def record_payment(
    *, order_id: int, maker_id: int, currency: str, amount: int, captured: bool, holder: str, holder_name: str = ""
) -> Payment:
    """A payment of an order that was taken elsewhere: nothing is moved by recording it (M1). Minor units.

    `holder_name` is that of the other system; the sandbox has none, and gets the charge into its own books.
    """
    payment = Payment.objects.create(
        order_id=order_id,
        maker_id=maker_id,
        currency=currency,
        status=Payment.Status.CAPTURED if captured else Payment.Status.AUTHORISED,
        authorised=amount,
        captured=amount if captured else 0,
        holder=holder,
        holder_name=holder_name,
    )
    if holder == Payment.Holder.SANDBOX:
        payment.gateway_reference = f"sb_recorded-{payment.pk}"
        payment.save(update_fields=["gateway_reference"])
        record_charge(payment)
    return payment
