from django.db import transaction
from procrastinate.exceptions import AlreadyEnqueued

from anam.clock import database_now
from anam.history.feed import number_events
from anam.history.models import Event
from anam.webhooks import jobs
from anam.webhooks.actions.switch_off import switch_off
from anam.webhooks.models import Delivery, Endpoint

MOST_AT_ONCE = 1_000


def hand_out() -> int:
    """Write one delivery for every new event and endpoint whose owner may see it, and the jobs that send them.

    In the order of the feed, each once, also where two of these run at the same time. The answer is how many.
    """
    waiting = list(Endpoint.objects.in_force().values_list("pk", flat=True))
    if not waiting:
        return 0
    number_events()
    written = sum(_hand_out_to(endpoint_id) for endpoint_id in waiting)
    for endpoint in Endpoint.objects.with_something_due(database_now()):
        see_that_it_is_sent(endpoint.pk)
    return written


def see_that_it_is_sent(endpoint_id: int) -> None:
    """Write the job that sends to this endpoint, where none is waiting."""
    name = f"send_webhooks:{endpoint_id}"
    try:
        with transaction.atomic():
            jobs.send_webhooks.configure(lock=name, queueing_lock=name).defer(endpoint_id=endpoint_id)
    except AlreadyEnqueued:
        pass


@transaction.atomic
def _hand_out_to(endpoint_id: int) -> int:
    endpoint = Endpoint.objects.in_force().select_for_update(of=("self",)).filter(pk=endpoint_id).first()
    if endpoint is None:
        return 0
    if not endpoint.is_still_theirs:
        switch_off(endpoint, why=Endpoint.Off.LEFT)
        return 0
    events = list(Event.objects.seen_by(endpoint.user).after(endpoint.last_seq)[:MOST_AT_ONCE])
    if not events:
        return 0
    now = database_now()
    Delivery.objects.bulk_create(
        Delivery(endpoint=endpoint, event=event, handed_out_at=now, next_at=now) for event in events
    )
    Endpoint.objects.filter(pk=endpoint.pk).update(last_seq=events[-1].seq)
    return len(events)
