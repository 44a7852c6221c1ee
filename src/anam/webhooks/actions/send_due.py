import time
from datetime import datetime, timedelta

from django.db import transaction

from anam.clock import database_now
from anam.elsewhere import leave_the_database
from anam.history.models import Event
from anam.sql import execute
from anam.webhooks.actions.disable_endpoint import disable_endpoint, switch_off
from anam.webhooks.actions.fan_out import ensure_job
from anam.webhooks.models import Attempt, Delivery, Endpoint
from anam.webhooks.payload import body_of, headers_of
from anam.webhooks.sending import Answer, post

# After each failure; the last again and again, for three days in all.
PAUSES = [timedelta(seconds=5), timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10), timedelta(hours=1),
          timedelta(hours=3), timedelta(hours=6)]  # fmt: skip
AT_LAST = timedelta(days=3)
GONE = 410
# Then the others have their turn.
TURN_SECONDS = 20.0


def send_due(endpoint_id: int) -> None:
    """Send what is due to one endpoint, in the order of the feed, one after another, until its turn is over.

    Each is sent at least once: one whose answer was lost with its worker is sent again, with the same id. One that
    gives no answer at all costs time, and ends its turn.
    """
    ends = time.monotonic() + TURN_SECONDS
    while (delivery := _next(endpoint_id)) is not None:
        if time.monotonic() > ends:
            ensure_job(endpoint_id)
            return
        answer = _send(delivery)
        if answer is not None and answer.status is None:
            ends = 0.0


def _next(endpoint_id: int) -> Delivery | None:
    endpoint = Endpoint.objects.in_force().filter(pk=endpoint_id).first()
    if endpoint is None:
        return None
    delivery = Delivery.objects.due(endpoint_id, database_now()).first()
    if delivery is not None:
        delivery.endpoint = endpoint
    return delivery


def _send(delivery: Delivery) -> Answer | None:
    endpoint, began = delivery.endpoint, database_now()
    event = Event.objects.seen_by(endpoint.reader).after(0).filter(pk=delivery.event_id).first()
    if event is None:  # no longer theirs to see (D1)
        delivery.delete()
        return None
    body = body_of(event, endpoint.reader)
    headers = headers_of(delivery.message_id, body, secrets=endpoint.secrets_at(began), now=began)
    leave_the_database()
    answer = post(endpoint.url, body.encode(), headers)
    _note(delivery, answer, began)
    return answer


@transaction.atomic
def _note(delivery: Delivery, answer: Answer, began: datetime) -> None:
    execute("SET LOCAL synchronous_commit TO off")  # what a power cut takes is sent again: no need to wait for the disk
    now = database_now()
    first = delivery.first_tried_at or began
    over = now >= first + AT_LAST
    # What was accepted before is sent again once, because somebody asked for it.
    done = answer.is_success or over or answer.status == GONE or delivery.delivered_at is not None
    pause = PAUSES[min(delivery.tries, len(PAUSES) - 1)]
    Attempt.objects.create(
        delivery=delivery,
        at=began,
        status=answer.status,
        answer=answer.body,
        no_answer=answer.why,
        took_ms=answer.took_ms,
    )
    Delivery.objects.filter(pk=delivery.pk).update(
        tries=delivery.tries + 1,
        first_tried_at=first,
        delivered_at=delivery.delivered_at or (now if answer.is_success else None),
        next_at=None if done else min(now + pause, first + AT_LAST),
    )
    if answer.status == GONE:
        switch_off(delivery.endpoint, why=Endpoint.Off.GONE)
    elif over and not answer.is_success and delivery.delivered_at is None:
        disable_endpoint(delivery, since=first)
