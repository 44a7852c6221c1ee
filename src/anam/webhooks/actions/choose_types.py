from collections.abc import Collection

from anam.history.kinds import BUYER_READS, TYPES
from anam.people.models import User
from anam.refusals import Refused
from anam.webhooks.models import Endpoint


def types_for(user: User) -> list[str]:
    """The types of events that `user` can ever see: a buyer not all of them."""
    return sorted({name for kind, name in TYPES.items() if not user.buyer or user.is_support or kind in BUYER_READS})


def choose_types(endpoint_id: int, *, by: User, types: Collection[str]) -> Endpoint:
    """Send only events of these types from now on; with none, or with all, every event, also of types to come.

    Raises Endpoint.DoesNotExist, and Refused("webhook_type") where one is no type of an event that they see.
    """
    endpoint, known = Endpoint.objects.of(by).get(pk=endpoint_id), types_for(by)
    if unknown := set(types) - set(known):
        raise Refused.because("webhook_type", f"There is no event {min(unknown)}.")
    endpoint.types = sorted(set(types)) if set(types) != set(known) else []
    Endpoint.objects.filter(pk=endpoint.pk).update(types=endpoint.types)
    return endpoint
