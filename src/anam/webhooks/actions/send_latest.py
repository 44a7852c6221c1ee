from django.db import transaction

from anam.clock import database_now
from anam.history.feed import number_all_events
from anam.history.models import Event
from anam.people.models import User
from anam.refusals import Refused
from anam.webhooks.actions.fan_out import ensure_job
from anam.webhooks.lookup import one_that_is_on
from anam.webhooks.models import Delivery


def send_latest(endpoint_id: int, *, by: User) -> Delivery:
    """Send the last thing that happened, so that its owner sees whether the other side understands it.

    Raises Endpoint.DoesNotExist; Refused where the endpoint is off (webhook_off), or nothing has happened yet
    (webhook_nothing).
    """
    number_all_events()
    with transaction.atomic():
        endpoint = one_that_is_on(endpoint_id, by=by)
        event = endpoint.wanted_of(Event.objects.seen_by(by).after(0)).last()
        if event is None:
            raise Refused.because("webhook_nothing", "Nothing has happened yet that is sent to this webhook.")
        now = database_now()
        delivery, made = Delivery.objects.get_or_create(
            endpoint=endpoint, event=event, defaults={"fanned_out_at": now, "next_at": now}
        )
        if not made:
            Delivery.objects.filter(pk=delivery.pk).reset_for_retry(now)
        ensure_job(endpoint.pk)
        return delivery
