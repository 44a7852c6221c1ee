from datetime import timedelta

from django.db import transaction

from anam.clock import database_now
from anam.history.feed import last_place, number_all_events
from anam.people.models import User
from anam.refusals import Refused
from anam.webhooks.addresses import read_url, resolve
from anam.webhooks.models import Endpoint
from anam.webhooks.secret import new_secret
from anam.words import visible

MAX_DESCRIPTION_LENGTH = 60
MAX_ENDPOINTS = 5
DOUBLE_CLICK = timedelta(minutes=1)


def add_endpoint(user: User, *, url: str, description: str = "") -> Endpoint:
    """From now on, the events that `user` may see are sent to `url`. A double click adds one.

    Raises Refused where nothing may be sent there (webhook_url, webhook_no_host, webhook_private), or where they have
    as many as they may (webhook_too_many).
    """
    url = url.strip()
    resolve(read_url(url))
    number_all_events()  # what is still without a place has happened already
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        just_added = Endpoint.objects.of(user).filter(url=url, made_at__gt=database_now() - DOUBLE_CLICK).first()
        if just_added:
            return just_added
        if Endpoint.objects.of(user).count() >= MAX_ENDPOINTS:
            raise Refused.because(
                "webhook_too_many", f"You have {MAX_ENDPOINTS} webhooks. Delete one that is not needed first."
            )
        return Endpoint.objects.create(
            user=user,
            maker=user.maker,
            buyer=user.buyer,
            for_support=user.is_support,
            url=url,
            description=" ".join(visible(description).split())[:MAX_DESCRIPTION_LENGTH],
            secret=new_secret(),
            last_seq=last_place(),
            made_at=database_now(),
        )
