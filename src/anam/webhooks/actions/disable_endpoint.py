from datetime import datetime

from django.db import transaction

from anam.clock import database_now
from anam.webhooks.models import Delivery, Endpoint
from anam.webhooks.notifications import notify_of_delivery, notify_of_endpoint


def disable_endpoint(delivery: Delivery, *, since: datetime) -> None:
    """An event was not accepted for three days, `since` then: switch its endpoint off.

    One that accepted others meanwhile stays on, so that what it cannot digest costs it nothing else; those who look
    after webhooks are told at most once a day.
    """
    endpoint = delivery.endpoint
    if not Delivery.objects.accepted_by(endpoint, since=since).exists():
        switch_off(endpoint, why=Endpoint.Off.FAILING)
    else:
        notify_of_delivery(delivery, on=database_now().date())


@transaction.atomic
def switch_off(endpoint: Endpoint, *, why: Endpoint.Off) -> bool:
    """Send nothing to it any more, and tell those who look after webhooks, once. False where it was off already."""
    now = database_now()
    moved = Endpoint.objects.filter(pk=endpoint.pk, switched_off_at=None).update(switched_off_at=now, why_off=why)
    if not moved:
        return False
    if not endpoint.retired_at:
        notify_of_endpoint(endpoint, why, at=now)
    return True
