from django.db import transaction

from anam.clock import database_now
from anam.people.models import User
from anam.refusals import Refused
from anam.webhooks.actions.hand_out import see_that_it_is_sent
from anam.webhooks.models import Delivery, Endpoint


@transaction.atomic
def send_again(delivery_id: int, *, endpoint_id: int, by: User) -> Delivery:
    """Send one event again, with the id that it had, and three new days to arrive.

    Raises Endpoint.DoesNotExist or Delivery.DoesNotExist; Refused where the endpoint is paused or switched off.
    """
    endpoint = Endpoint.objects.of(by).get(pk=endpoint_id)
    if not endpoint.is_in_force:
        raise Refused.because("webhook_off", "This webhook is off: nothing is sent to it. Switch it on first.")
    delivery = Delivery.objects.to(endpoint).get(pk=delivery_id)
    Delivery.objects.filter(pk=delivery.pk).update(next_at=database_now(), tries=0, first_tried_at=None)
    see_that_it_is_sent(endpoint.pk)
    return delivery
