from django.db import transaction

from anam.clock import database_now
from anam.people.models import User
from anam.webhooks.actions.fan_out import ensure_job
from anam.webhooks.lookup import one_that_is_on
from anam.webhooks.models import Delivery


@transaction.atomic
def send_again(delivery_id: int, *, endpoint_id: int, by: User) -> Delivery:
    """Send one event again, with the id that it had, and three new days to arrive.

    Raises Endpoint.DoesNotExist or Delivery.DoesNotExist; Refused where the endpoint is paused or switched off.
    """
    endpoint = one_that_is_on(endpoint_id, by=by)
    delivery = Delivery.objects.to(endpoint).get(pk=delivery_id)
    Delivery.objects.filter(pk=delivery.pk).reset_for_retry(database_now())
    ensure_job(endpoint.pk)
    return delivery
