from datetime import timedelta

from django.db import transaction

from anam.clock import database_now
from anam.history.feed import last_place, number_all_events
from anam.people.models import Buyer, Maker, User
from anam.refusals import Refused
from anam.webhooks.addresses import read_url, resolve
from anam.webhooks.models import Endpoint
from anam.webhooks.secret import new_secret
from anam.words import visible

MAX_DESCRIPTION_LENGTH = 60
MAX_ENDPOINTS = 10
DOUBLE_CLICK = timedelta(minutes=1)


def add_endpoint(user: User, *, url: str, description: str = "") -> Endpoint:
    """From now on, the events of whom `user` acts for are sent to `url`. A double click adds one.

    Raises Refused where nothing may be sent there (webhook_url, webhook_no_host, webhook_private), or where they have
    as many as they may (webhook_too_many).
    """
    url = url.strip()
    resolve(read_url(url))
    number_all_events()  # what is still without a place has happened already
    with transaction.atomic():
        _lock_party(user)
        just_added = Endpoint.objects.of(user).filter(url=url, made_at__gt=database_now() - DOUBLE_CLICK).first()
        if just_added:
            return just_added
        if Endpoint.objects.of(user).count() >= MAX_ENDPOINTS:
            raise Refused.because(
                "webhook_too_many", f"There are {MAX_ENDPOINTS} webhooks. Delete one that is not needed first."
            )
        return Endpoint.objects.create(
            made_by=user,
            maker=user.maker,
            buyer=user.buyer,
            for_support=user.is_support,
            url=url,
            description=" ".join(visible(description).split())[:MAX_DESCRIPTION_LENGTH],
            secret=new_secret(),
            last_seq=last_place(),
            made_at=database_now(),
        )


def _lock_party(user: User) -> None:
    """Two of one house who add at once wait for each other; of support, one person for themselves."""
    party: Maker | Buyer | User = user.maker or user.buyer or user
    type(party).objects.select_for_update(of=("self",)).get(pk=party.pk)
