import re

from django.db import transaction

from anam.people.listeners import announce_new_maker
from anam.people.models import Buyer, Maker

_MAX_PREFIX_LENGTH = 3


@transaction.atomic
def open_maker(slug: str, *, name: str, time_zone: str, country: str = "") -> Maker:
    """A new maker with an empty storefront, and the beginning of their order numbers: "Byrne Ceramics" is BYR."""
    emails = re.sub(r"[^A-Z]", "", name.upper())
    maker = Maker.objects.create(
        slug=slug,
        name=name,
        time_zone=time_zone,
        country=country,
        order_prefix=emails[:_MAX_PREFIX_LENGTH] or "ORD",
    )
    announce_new_maker(maker)
    return maker


def open_buyer(slug: str, *, name: str, time_zone: str, country: str = "") -> Buyer:
    """A new buyer."""
    return Buyer.objects.create(slug=slug, name=name, time_zone=time_zone, country=country)
