from django.db import transaction

from anam import jobs
from anam.payments.actions.end_operation import end_operation
from anam.payments.actions.transition import transition
from anam.payments.gateways import Answer
from anam.payments.holding import lock_with_order, release_hold, takes_a_hold
from anam.payments.models import Payment, PaymentOperation
from anam.payments.states import State


@transaction.atomic
def stand_on_it_after_all(release: PaymentOperation, answer: Answer) -> bool:
    """What was to be released was charged in the gateway's pages: then it stands, and the other one is released.

    That it was charged is read there by a job (`take_in`). False where the payment is over: then the release is
    refused, which is support's to see to. D8, M7.
    """
    payment = lock_with_order(release.payment_id)
    if not takes_a_hold(payment) or not transition(release, State.REFUSED, outcome="refused", why=answer.why):
        return False
    end_operation(release, State.SUPERSEDED, why=answer.why)
    if payment.is_held:
        release_hold(payment, payment.gateway_reference, amount=payment.authorised)
    Payment.objects.filter(pk=payment.pk).update(
        status=Payment.Status.AUTHORISED,
        authorised=release.amount,
        gateway_reference=release.reference,
        held_until=None,
    )
    jobs.defer(jobs.to_do("payments.look_at", payment_id=payment.pk))
    return True
