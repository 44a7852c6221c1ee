from django.conf import settings
from django.db import transaction
from django.urls import reverse

from anam.clock import database_now
from anam.mail.actions.write import Words, write
from anam.webhooks.models import Endpoint


@transaction.atomic
def switch_off(endpoint: Endpoint, *, why: Endpoint.Off) -> bool:
    """Send nothing to it any more, and tell its owner, once. False where it was off already."""
    now = database_now()
    moved = Endpoint.objects.filter(pk=endpoint.pk, switched_off_at=None).update(switched_off_at=now, why_off=why)
    if not moved:
        return False
    if endpoint.user.is_active and not endpoint.retired_at:
        write(_words(endpoint, why), to=endpoint.user, key=f"webhook-off:{endpoint.pk}:{now.isoformat()}")
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
