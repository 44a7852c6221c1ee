from django.db import transaction

from anam import jobs
from anam.clock import database_now
from anam.payments.gateways import HeardEvent
from anam.payments.models import GatewayEvent


@transaction.atomic
def keep_event(gateway: str, event: HeardEvent) -> bool:
    """Keep that something happened at `gateway`, with the job that looks at it there; True for the first time. M9."""
    facts = {"kind": event.kind, "topic": event.topic, "subject": event.subject, "reference": event.reference}
    kept, new = GatewayEvent.objects.get_or_create(
        gateway=gateway, event_id=event.id, defaults={**facts, "received_at": database_now()}
    )
    if new:
        jobs.defer(jobs.to_do("payments.hear_event", gateway_event_id=kept.pk))
    return new
