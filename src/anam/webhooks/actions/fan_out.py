from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

from anam import jobs
from anam.clock import database_now
from anam.history.feed import last_place, number_events
from anam.history.models import Event
from anam.webhooks.models import Delivery, Endpoint

MAX_AT_ONCE = 1_000


def fan_out() -> int:
    """Write one delivery for every new event and endpoint that wants it and whose owner may see it, and the jobs.

    In the order of the feed, each once, also where two of these run at the same time. The answer is how many.
    """
    if not Endpoint.objects.in_force().exists():
        return 0
    number_events()
    seq = last_place()
    Endpoint.objects.unconcerned(seq).update(last_seq=seq)
    written = sum(_fan_out_to(pk, seq) for pk in Endpoint.objects.behind(seq).values_list("pk", flat=True))
    waiting = _jobs_that_wait()
    for endpoint in Endpoint.objects.with_something_due(database_now()):
        if _job_name(endpoint.pk) not in waiting:  # to be refused is an error in the log of the database
            ensure_job(endpoint.pk)
    return written


def ensure_job(endpoint_id: int) -> None:
    """Write the job that sends to this endpoint, where none is waiting."""
    name = _job_name(endpoint_id)
    try:
        with transaction.atomic():
            jobs.defer(jobs.to_do("webhooks.send_due", lock=name, queueing_lock=name, endpoint_id=endpoint_id))
    except AlreadyEnqueued:
        pass


def _job_name(endpoint_id: int) -> str:
    return f"webhooks.send_due:{endpoint_id}"


def _jobs_that_wait() -> set[str | None]:
    jobs_to_do = ProcrastinateJob.objects.filter(task_name="webhooks.send_due", status="todo")
    return set(jobs_to_do.values_list("queueing_lock", flat=True))


def _fan_out_to(endpoint_id: int, seq: int) -> int:
    """All that there is up to `seq`, by the thousand."""
    written = some = _fan_out_some(endpoint_id, seq)
    while some == MAX_AT_ONCE:
        some = _fan_out_some(endpoint_id, seq)
        written += some
    return written


@transaction.atomic
def _fan_out_some(endpoint_id: int, seq: int) -> int:
    behind = Endpoint.objects.behind(seq).select_for_update(of=("self",))
    endpoint = behind.filter(pk=endpoint_id).first()
    if endpoint is None:
        return 0
    new = Event.objects.seen_by(endpoint.reader).after(endpoint.last_seq).filter(seq__lte=seq)
    events = list(endpoint.wanted_of(new)[:MAX_AT_ONCE])
    now = database_now()
    rows = [Delivery(endpoint=endpoint, event=event, fanned_out_at=now, next_at=now) for event in events]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)  # one may have been asked for already
    last = events[-1].seq if len(events) == MAX_AT_ONCE else seq
    Endpoint.objects.filter(pk=endpoint.pk).update(last_seq=last)
    return len(events)
