import re
from collections.abc import Collection

from django.db import transaction

from anam.notifications.models import OPTIONAL_KINDS, EmailOptOut
from anam.people.actions.keep_contact_details import keep_contact_details
from anam.people.models import User
from anam.people.time_zones import known_zones
from anam.refusals import Refused
from anam.words import visible

_PHONE = re.compile(r"\+?[0-9 ()/.\-]{5,39}(?: ?(?:ext|x)\.? ?[0-9]{1,6})?", re.IGNORECASE)


@transaction.atomic
def keep_preferences(user: User, *, wanted: Collection[str], phone: str, time_zone: str) -> None:
    """Keep which optional e-mails `user` wants, their telephone and their time zone. Raises Refused, in words."""
    phone = " ".join(visible(phone).split())
    if phone and not (_PHONE.fullmatch(phone) and len(phone) <= 40):
        raise Refused.because(
            "phone_unclear", "This does not look like a telephone number. Write it as in +353 91 555 0142."
        )
    if time_zone not in known_zones() and time_zone != user.time_zone:
        raise Refused.because("time_zone_unknown", "Choose a time zone from the list.")
    keep_contact_details(user, phone=phone, time_zone=time_zone)
    unwanted = [kind for kind, _ in OPTIONAL_KINDS if kind not in wanted]
    EmailOptOut.objects.filter(user=user).exclude(kind__in=unwanted).delete()
    EmailOptOut.objects.bulk_create([EmailOptOut(user=user, kind=kind) for kind in unwanted], ignore_conflicts=True)
