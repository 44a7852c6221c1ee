import logging

from django.db import transaction
from django.db.models import Q

from anam import jobs
from anam.clock import database_now
from anam.elsewhere import leave_the_database
from anam.payments.actions.look_at import look_at
from anam.payments.gateways.registry import gateway_of
from anam.payments.listeners import announce_dispute, announce_page
from anam.payments.models import GatewayEvent, GatewayPage, Payment, PaymentOperation
from anam.payments.states import NotConfirmed

_log = logging.getLogger(__name__)


def hear_event(event_id: int) -> None:
    """Read anew at the gateway what an event is about, and act as if it had been polled. M9.

    Any order, any number of times. Of a payment that we do not know there is nothing to do. Raises NotConfirmed where
    the gateway does not say, for the job to be tried again. Never called in a transaction.
    """
    event = GatewayEvent.objects.get(pk=event_id)
    if event.handled_at:
        return
    if event.topic == GatewayEvent.Topic.PAGE:
        _hear_of_page(event)
        return
    payment = _payment_of(event)
    if payment is None:
        _log.info(
            "event_of_another_payment", extra={"gateway": event.gateway, "kind": event.kind, "subject": event.subject}
        )
    elif event.topic == GatewayEvent.Topic.DISPUTE:
        _hear_of_dispute(event, payment)
        return
    else:
        look_at(payment.pk)
    _mark_handled(event)


def _payment_of(event: GatewayEvent) -> Payment | None:
    """By the authorisation that it has, or by one that was asked for and has not been heard of."""
    payments = Payment.objects.filter(holder=event.gateway)
    found = payments.filter(gateway_reference=event.reference).first()
    authorises = Q(kind=PaymentOperation.Kind.AUTHORISE, reference=event.reference) & ~Q(reference="")
    return found or payments.filter(pk__in=PaymentOperation.objects.filter(authorises).values("payment")).first()


def _hear_of_dispute(event: GatewayEvent, payment: Payment) -> None:
    leave_the_database()
    dispute = gateway_of(event.gateway).look_up_dispute(event.subject)
    if dispute is None:
        raise NotConfirmed(f"The dispute of event {event.pk} could not be looked up.")
    with transaction.atomic():
        announce_dispute(payment, dispute)
        jobs.defer(jobs.to_do("payments.look_at", payment_id=payment.pk))
        _mark_handled(event)


@transaction.atomic
def _hear_of_page(event: GatewayEvent) -> None:
    """Whoever has led a buyer there looks at it by a job of their own."""
    if page := GatewayPage.objects.filter(holder=event.gateway, reference=event.reference).first():
        announce_page(page)
    _mark_handled(event)


def _mark_handled(event: GatewayEvent) -> None:
    GatewayEvent.objects.filter(pk=event.pk).update(handled_at=database_now())
