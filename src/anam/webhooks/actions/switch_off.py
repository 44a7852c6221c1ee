from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from anam.clock import database_now
from anam.mail.actions.queue_email import queue_email
from anam.mail.content import Words
from anam.webhooks.models import Delivery, Endpoint


def give_up(delivery: Delivery, *, since: datetime) -> None:
    """An event was not accepted for three days, `since` then: switch its endpoint off.

    One that accepted others meanwhile stays on, so that what it cannot digest costs it nothing else; its owner is told
    at most once a day.
    """
    endpoint = delivery.endpoint
    if not Delivery.objects.accepted_by(endpoint, since=since).exists():
        switch_off(endpoint, why=Endpoint.Off.FAILING)
    else:
        words = _words_about_one(delivery)
        queue_email(words, to=endpoint.user, key=f"webhook-gave-up:{endpoint.pk}:{database_now().date().isoformat()}")


@transaction.atomic
def switch_off(endpoint: Endpoint, *, why: Endpoint.Off) -> bool:
    """Send nothing to it any more, and tell its owner, once. False where it was off already."""
    now = database_now()
    moved = Endpoint.objects.filter(pk=endpoint.pk, switched_off_at=None).update(switched_off_at=now, why_off=why)
    if not moved:
        return False
    if endpoint.user.is_active and not endpoint.retired_at:
        queue_email(_words(endpoint, why), to=endpoint.user, key=f"webhook-off:{endpoint.pk}:{now.isoformat()}")
    return True


def _words(endpoint: Endpoint, why: Endpoint.Off) -> Words:
    reason = f"We have switched off the webhook to {endpoint.url}: {why.label}."
    if why is Endpoint.Off.LEFT:
        return Words(subject="A webhook of yours is switched off", paragraphs=[reason])
    next_step = (
        "Nothing is lost: the events wait. When the other side works again, switch the webhook on, "
        "and they are sent in the order in which they happened."
    )
    return Words(
        subject="A webhook of yours is switched off",
        paragraphs=[reason, next_step],
        link_words="See what it answered",
        link=settings.SITE_URL + reverse("webhook", args=[endpoint.pk]),
    )


def _words_about_one(delivery: Delivery) -> Words:
    endpoint = delivery.endpoint
    return Words(
        subject="A webhook of yours did not accept an event",
        paragraphs=[
            f"For three days we have sent {delivery.type} of order {delivery.event.entry.order.number} to "
            f"{endpoint.url}, and it was never accepted. We try no longer.",
            "Other events were accepted meanwhile, so the webhook stays on. You can see what was answered, and send "
            "the event again.",
        ],
        link_words="See what it answered",
        link=settings.SITE_URL + reverse("webhook-delivery", args=[endpoint.pk, delivery.pk]),
    )
