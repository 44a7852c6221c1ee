"""What a gateway holds for a payment: one authorisation stands, and whatever else holds money gives way to it (M6)."""

from anam import jobs
from anam.clock import database_now
from anam.payments.models import Payment, PaymentOperation, new_key
from anam.payments.states import State

NOTHING_HELD = (Payment.Status.NONE, Payment.Status.FAILED, Payment.Status.EXPIRED)


def lock_with_order(payment_id: int) -> Payment:
    """The payment, locked, and before it its order, as everybody does who changes one. D7."""
    payment = Payment.objects.get(pk=payment_id)
    if order := payment.order:
        type(order)._base_manager.select_for_update(no_key=True).get(pk=order.pk)
    return Payment.objects.select_for_update(no_key=True, of=("self",)).get(pk=payment_id)


def takes_a_hold(payment: Payment) -> bool:
    """Whether what a bank holds for a locked payment from now on is to stand: nothing is, or nothing is taken of it."""
    if payment.status in NOTHING_HELD:
        return True
    captures = payment.operations.filter(kind=PaymentOperation.Kind.CAPTURE).exclude(state=State.SUPERSEDED)
    return payment.status == Payment.Status.AUTHORISED and not captures.exists()


def release_hold(payment: Payment, reference: str, *, amount: int) -> None:
    """Have the gateway let go of an authorisation of a locked payment, by its name there, that does not stand. D8.

    `amount` in minor units. The payment's sums are those of the one that stands: it is not the payment that is voided.
    """
    releases = payment.operations.filter(kind=PaymentOperation.Kind.RELEASE)
    if releases.filter(reference=reference).exclude(state=State.SUPERSEDED).exists():
        return
    operation = PaymentOperation.objects.create(
        payment=payment,
        maker_id=payment.maker_id,
        kind=PaymentOperation.Kind.RELEASE,
        amount=amount,
        key=new_key(PaymentOperation.Kind.RELEASE),
        generation=releases.count() + 1,
        reference=reference,
        queued_at=database_now(),
    )
    jobs.defer(jobs.to_do("payments.execute_operation", operation_id=operation.pk))
