from django.db import transaction

from anam import jobs
from anam.checkout.models import Checkout
from anam.clock import database_now
from anam.coded import Coded, coded
from anam.payments.actions.authorise import authorise
from anam.payments.actions.void_or_refund import void_or_refund
from anam.payments.models import Payment
from anam.payments.refund_plan import plan_refund
from anam.payments.states import OPEN, NotConfirmed


@transaction.atomic
def give_up(checkout: Checkout, why: Coded) -> None:
    """Say that a checkout came to nothing, and have what was authorised given back."""
    Checkout.objects.filter(pk=checkout.pk, state=Checkout.State.UNDER_WAY).update(state=Checkout.State.FAILED, why=why)
    jobs.defer(jobs.to_do("checkout.abandon", checkout_id=checkout.pk))


def abandon(checkout_id: int) -> None:
    """Give back every authorisation of a checkout without orders; nothing where its orders were placed (D8).

    Where the gateway never said whether it authorised, it is looked up there, to learn what there is to
    give back. Raises NotConfirmed, for the job to be tried again. Safe to repeat.
    """
    checkout = Checkout.objects.get(pk=checkout_id)
    Checkout.objects.filter(pk=checkout_id, state=Checkout.State.UNDER_WAY).update(
        state=Checkout.State.FAILED, why=coded("took_too_long")
    )
    checkout.refresh_from_db()
    if checkout.state == Checkout.State.PLACED:
        return
    for part in checkout.parts.select_related("payment"):
        _void(part.payment)


def _void(payment: Payment) -> None:
    if payment.is_external:  # on invoice: nothing was asked of anybody
        return
    if payment.status == Payment.Status.NONE:
        if (state := authorise(payment)) in OPEN:
            raise NotConfirmed(f"Whether payment {payment.pk} is authorised is {state}.")
        payment.refresh_from_db()
    how = plan_refund(payment, amount=payment.authorised, final=True)
    with transaction.atomic():
        void_or_refund(payment, how, final=True, cancellation_id=None, at=database_now())
