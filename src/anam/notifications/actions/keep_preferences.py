import re
from collections.abc import Collection

from django.db import transaction

from anam.notifications.models import OPTIONAL_KINDS, EmailOptOut
from anam.people.actions.keep_contact_details import keep_contact_details
from anam.people.models import User
from anam.refusals import Refused
from anam.words import visible

_PHONE = re.compile(r"\+?[0-9 ()/.\-]{5,39}(?: ?(?:ext|x)\.? ?[0-9]{1,6})?", re.IGNORECASE)


@transaction.atomic
def keep_preferences(user: User, *, wanted: Collection[str], phone: str) -> None:
    """Keep which optional e-mails `user` wants, and their telephone. Raises Refused, in words."""
    phone = " ".join(visible(phone).split())
    if phone and not (_PHONE.fullmatch(phone) and len(phone) <= 40):
        raise Refused.because(
            "phone_unclear", "This does not look like a telephone number. Write it as in +353 91 555 0142."
        )
    keep_contact_details(user, phone=phone)
    unwanted = [kind for kind, _ in OPTIONAL_KINDS if kind not in wanted]
    EmailOptOut.objects.filter(user=user).exclude(kind__in=unwanted).delete()
    EmailOptOut.objects.bulk_create([EmailOptOut(user=user, kind=kind) for kind in unwanted], ignore_conflicts=True)
