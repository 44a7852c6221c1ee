from django.db import transaction

from anam.clock import database_now
from anam.payments.actions.record_answer import record_answer
from anam.payments.gateways import Answer, Outcome
from anam.payments.gateways.pages import PageNow
from anam.payments.holding import lock_with_order, takes_a_hold
from anam.payments.models import GatewayPage, Payment, PaymentOperation, new_key
from anam.payments.states import State


@transaction.atomic
def take_page(page: GatewayPage, now: PageNow) -> None:
    """Write down, once, that a payment was authorised at `page`, as the gateway says now. D7, M3, M6.

    Its card is the payment's from then on. Where another authorisation stands, it gives way; where nothing is to be
    held any more, this one is released at once (D8).
    """
    assert page.payment_id
    payment = lock_with_order(page.payment_id)
    mine = GatewayPage.objects.filter(pk=page.pk, state=GatewayPage.State.OPEN)
    if not mine.update(state=GatewayPage.State.DONE, method=now.method, card=now.card):
        return
    if takes_a_hold(payment):
        _keep_card(payment, page, now)
    before = payment.operations.filter(kind=PaymentOperation.Kind.AUTHORISE).order_by("generation").last()
    at = database_now()
    operation = PaymentOperation.objects.create(
        payment=payment,
        maker_id=payment.maker_id,
        kind=PaymentOperation.Kind.AUTHORISE,
        amount=page.amount,
        key=new_key(PaymentOperation.Kind.AUTHORISE),
        generation=before.generation + 1 if before else 1,
        state=State.SENT,
        queued_at=at,
        sent_at=at,
        reference=now.authorised,
    )
    record_answer(operation, Answer(Outcome.DONE, reference=now.authorised, held_until=now.held_until))


def _keep_card(payment: Payment, page: GatewayPage, now: PageNow) -> None:
    Payment.objects.filter(pk=payment.pk).update(
        gateway_customer=page.customer,
        gateway_method=now.method,
        gateway_account=page.account,
        livemode=page.livemode,
        card=now.card,
    )
