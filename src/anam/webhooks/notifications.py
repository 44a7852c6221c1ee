"""Who is told of a webhook that does not work: whose it is."""

from datetime import date, datetime
from functools import partial

from django.conf import settings
from django.urls import reverse

from anam.mail.content import EmailContent
from anam.notifications.engine import Telling, notify
from anam.notifications.registry import Notification, register
from anam.webhooks.models import Delivery, Endpoint

SWITCHED_OFF = register(Notification("webhook_off", "whose it is"))
GAVE_UP = register(Notification("webhook_gave_up", "whose it is"))


def notify_of_endpoint(endpoint: Endpoint, why: Endpoint.Off, *, at: datetime) -> None:
    """That it was switched off `at` (UTC)."""
    key = f"webhook-off:{endpoint.pk}:{at.isoformat()}"
    notify(Telling(SWITCHED_OFF, partial(_switched_off, endpoint, why), to=endpoint.user, key=key))


def notify_of_delivery(delivery: Delivery, *, on: date) -> None:
    """That we no longer try to deliver it: of an endpoint at most once a day."""
    key = f"webhook-gave-up:{delivery.endpoint_id}:{on.isoformat()}"
    notify(Telling(GAVE_UP, partial(_gave_up, delivery), to=delivery.endpoint.user, key=key))


def _switched_off(endpoint: Endpoint, why: Endpoint.Off) -> EmailContent:
    reason = f"We have switched off the webhook to {endpoint.url}: {why.label}."
    if why is Endpoint.Off.LEFT:
        return EmailContent(subject="A webhook of yours is switched off", paragraphs=[reason])
    next_step = (
        "Nothing is lost: the events wait. When the other side works again, resume the webhook, "
        "and they are sent in the order in which they happened."
    )
    return EmailContent(
        subject="A webhook of yours is switched off",
        paragraphs=[reason, next_step],
        link_words="See the responses",
        link=settings.SITE_URL + reverse("webhook", args=[endpoint.pk]),
    )


def _gave_up(delivery: Delivery) -> EmailContent:
    endpoint = delivery.endpoint
    return EmailContent(
        subject="A webhook of yours did not accept an event",
        paragraphs=[
            f"For three days we have sent {delivery.type} of order {delivery.event.entry.order.number} to "
            f"{endpoint.url}, and it was never accepted. We try no longer.",
            "Other events were accepted meanwhile, so the webhook stays on. You can see what was answered, and send "
            "the event again.",
        ],
        link_words="See the responses",
        link=settings.SITE_URL + reverse("webhook-delivery", args=[endpoint.pk, delivery.pk]),
    )
