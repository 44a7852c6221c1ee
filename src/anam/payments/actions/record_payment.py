from django.db import transaction

from anam.clock import database_now
from anam.payments.gateways.sandbox.sandbox_gateway import record_charge
from anam.payments.models import Payment
from anam.payments.record_movements import Arrived, record_as_they_stand


@transaction.atomic
def record_payment(
    *,
    order_id: int,
    maker_id: int,
    currency: str,
    amount: int,
    captured: bool,
    holder: str,
    holder_name: str = "",
    holder_object: str = "",
) -> Payment:
    """A payment of an order that was taken elsewhere: nothing is moved by recording it (M1, M7). Minor units.

    `holder_name` is that of the other system, and `holder_object` what the order is called there; the sandbox has no
    name, and gets the charge into its own books.
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
    if holder != Payment.EXTERNAL:
        record_charge(payment, reference=f"sb_recorded-{payment.pk}")
    record_as_they_stand([Arrived(payment.pk, payment.gateway_reference or holder_object, database_now())])
    return payment
