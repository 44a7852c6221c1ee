"""Who is told of a webhook that does not work: those of its house whose role includes webhooks."""

from datetime import date, datetime
from functools import partial

from django.conf import settings
from django.urls import reverse

from anam.mail.content import EmailContent
from anam.notifications.engine import Telling, notify
from anam.notifications.registry import Notification, register
from anam.people.models import User
from anam.people.roles import May, who_may
from anam.webhooks.models import Delivery, Endpoint

_LOOKING_AFTER = "owners and administrators of whose it is; of support’s, its leads"
SWITCHED_OFF = register(Notification("webhook_off", _LOOKING_AFTER))
GAVE_UP = register(Notification("webhook_gave_up", _LOOKING_AFTER))


def notify_of_endpoint(endpoint: Endpoint, why: Endpoint.Off, *, at: datetime) -> None:
    """That it was switched off `at` (UTC)."""
    key = f"webhook-off:{endpoint.pk}:{at.isoformat()}"
    content = partial(_switched_off, endpoint, why)
    notify(*(Telling(SWITCHED_OFF, content, to=one, key=f"{key}:{one.pk}") for one in _looking_after(endpoint)))


def notify_of_delivery(delivery: Delivery, *, on: date) -> None:
    """That we no longer try to deliver it: of an endpoint at most once a day."""
    key = f"webhook-gave-up:{delivery.endpoint_id}:{on.isoformat()}"
    content = partial(_gave_up, delivery)
    notify(*(Telling(GAVE_UP, content, to=one, key=f"{key}:{one.pk}") for one in _looking_after(delivery.endpoint)))


def _looking_after(endpoint: Endpoint) -> list[User]:
    return who_may(endpoint.reader, May.WEBHOOKS)


def _switched_off(endpoint: Endpoint, why: Endpoint.Off) -> EmailContent:
    reason = f"We have switched off the webhook to {endpoint.url}: {why.label}."
    if why is Endpoint.Off.LEFT:
        kept = "What waits is kept: resume it to send on."
        return EmailContent(subject="A webhook is switched off", paragraphs=[reason, kept])
    next_step = (
        "Nothing is lost: the events wait. When the other side works again, resume the webhook, "
        "and they are sent in the order in which they happened."
    )
    return EmailContent(
        subject="A webhook is switched off",
        paragraphs=[reason, next_step],
        link_words="See the responses",
        link=settings.SITE_URL + reverse("webhook", args=[endpoint.pk]),
    )


def _gave_up(delivery: Delivery) -> EmailContent:
    endpoint = delivery.endpoint
    return EmailContent(
        subject="A webhook did not accept an event",
        paragraphs=[
            f"For three days we have sent {delivery.type} of order {delivery.event.entry.order.number} to "
            f"{endpoint.url}, and it was never accepted. We try no longer.",
            "Other events were accepted meanwhile, so the webhook stays on. You can see what was answered, and send "
            "the event again.",
        ],
        link_words="See the responses",
        link=settings.SITE_URL + reverse("webhook-delivery", args=[endpoint.pk, delivery.pk]),
    )
