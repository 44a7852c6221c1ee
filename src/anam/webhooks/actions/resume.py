from django.db import transaction

from anam.clock import database_now
from anam.people.models import User
from anam.webhooks.actions.fan_out import ensure_job
from anam.webhooks.models import Delivery, Endpoint


@transaction.atomic
def resume(endpoint_id: int, *, by: User) -> Endpoint:
    """Send again, beginning with what waited, with three new days for each. Raises Endpoint.DoesNotExist."""
    endpoint = Endpoint.objects.of(by).select_for_update(of=("self",)).get(pk=endpoint_id)
    if endpoint.is_in_force:
        return endpoint
    Endpoint.objects.filter(pk=endpoint.pk).update(paused_at=None, switched_off_at=None, why_off="")
    Delivery.objects.unfinished(endpoint).reset_for_retry(database_now())
    ensure_job(endpoint.pk)
    return endpoint
