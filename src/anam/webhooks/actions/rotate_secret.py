from datetime import timedelta

from django.db import transaction

from anam.clock import database_now
from anam.people.models import User
from anam.refusals import Refused
from anam.webhooks.models import Endpoint
from anam.webhooks.secret import new_secret

BOTH_FOR = timedelta(hours=24)


@transaction.atomic
def rotate_secret(endpoint_id: int, *, by: User) -> Endpoint:
    """A new secret; for 24 hours the old one signs as well. Raises Endpoint.DoesNotExist.

    Raises Refused while an older one still signs: a double click must not end the secret that the receiver knows.
    """
    endpoint = Endpoint.objects.of(by).select_for_update(of=("self",)).get(pk=endpoint_id)
    now = database_now()
    if endpoint.old_secret_until and endpoint.old_secret_until > now:
        raise Refused.because(
            "webhook_rotating", "The secret was changed less than 24 hours ago, and the one before still signs as well."
        )
    endpoint.old_secret, endpoint.old_secret_until, endpoint.secret = endpoint.secret, now + BOTH_FOR, new_secret()
    endpoint.save(update_fields=["old_secret", "old_secret_until", "secret"])
    return endpoint
