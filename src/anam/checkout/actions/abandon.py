from django.db import transaction

from anam import jobs
from anam.checkout.models import Checkout
from anam.clock import database_now
from anam.coded import Coded, coded
from anam.payments.actions.authorise import authorise
from anam.payments.actions.transition import transition
from anam.payments.actions.void_or_refund import plan_refund, void_or_refund
from anam.payments.models import Payment, PaymentOperation
from anam.payments.states import OPEN, NotConfirmed, State
from anam.postal.models import PostalAddress


@transaction.atomic
def give_up(checkout: Checkout, why: Coded) -> None:
    """Say that a checkout came to nothing, and have what was authorised given back."""
    Checkout.objects.filter(pk=checkout.pk, state=Checkout.State.UNDER_WAY).update(state=Checkout.State.FAILED, why=why)
    forget_address(checkout)
    jobs.defer(jobs.to_do("checkout.abandon", checkout_id=checkout.pk))


def forget_address(checkout: Checkout) -> None:
    """Blank a checkout's copy of the address: its orders have their own, and what was not placed needs none."""
    PostalAddress.objects.blank_one(checkout.ship_to_id)


def abandon(checkout_id: int) -> None:
    """Give back every authorisation of a checkout without an order; nothing where its order was placed (D8).

    What nobody was asked for is not asked for any more. Where the gateway never said whether it authorised, it is
    looked up there, to learn what there is to give back. Raises NotConfirmed, for the job to be tried again. Safe to
    repeat.
    """
    checkout = Checkout.objects.get(pk=checkout_id)
    Checkout.objects.filter(pk=checkout_id, state=Checkout.State.UNDER_WAY).update(
        state=Checkout.State.FAILED, why=coded("took_too_long")
    )
    forget_address(checkout)
    for part in checkout.parts.filter(payment__order=None).select_related("payment"):
        _void(part.payment)


def _void(payment: Payment) -> None:
    if not payment.operations.exists():  # on invoice, or to be held later: nothing was asked of anybody
        return
    if payment.status == Payment.Status.NONE:
        if _withdraw(payment):
            return
        if (state := authorise(payment)) in OPEN:
            raise NotConfirmed(f"Whether payment {payment.pk} is authorised is {state}.")
        payment.refresh_from_db()
    how = plan_refund(payment, amount=payment.authorised, final=True)
    with transaction.atomic():
        void_or_refund(payment, how, final=True, cancellation_id=None, at=database_now())


def _withdraw(payment: Payment) -> bool:
    """Whether nobody was asked to hold its amount, and from now on nobody will be."""
    operations = payment.operations.filter(kind=PaymentOperation.Kind.AUTHORISE, state=State.QUEUED)
    return any(transition(operation, State.SUPERSEDED) for operation in operations.select_related("payment"))
