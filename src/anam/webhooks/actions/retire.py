from anam.clock import database_now
from anam.people.models import User
from anam.webhooks.models import Endpoint


def retire(endpoint_id: int, *, by: User) -> Endpoint:
    """Send nothing to it, ever again. Raises Endpoint.DoesNotExist, also for one that is deleted already."""
    endpoint = Endpoint.objects.of(by).get(pk=endpoint_id)
    Endpoint.objects.filter(pk=endpoint.pk, retired_at=None).update(retired_at=database_now())
    return endpoint
