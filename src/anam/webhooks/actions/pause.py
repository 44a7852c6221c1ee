from anam.clock import database_now
from anam.people.models import User
from anam.webhooks.models import Endpoint


def pause(endpoint_id: int, *, by: User) -> Endpoint:
    """Send nothing until it is resumed; events wait meanwhile. Raises Endpoint.DoesNotExist."""
    endpoint = Endpoint.objects.of(by).get(pk=endpoint_id)
    Endpoint.objects.filter(pk=endpoint.pk, paused_at=None).update(paused_at=database_now())
    return endpoint
