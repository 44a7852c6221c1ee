from anam.people.models import User
from anam.refusals import Refused
from anam.webhooks.models import Endpoint


def one_that_is_on(endpoint_id: int, *, by: User) -> Endpoint:
    """The endpoint of whom `by` acts for, held until the end of the caller's transaction.

    Raises Endpoint.DoesNotExist, or Refused("webhook_off") where it is paused or switched off.
    """
    endpoint = Endpoint.objects.of(by).select_for_update(of=("self",)).get(pk=endpoint_id)
    if not endpoint.is_in_force:
        raise Refused.because("webhook_off", "This webhook is off: nothing is sent to it. Resume it first.")
    return endpoint
