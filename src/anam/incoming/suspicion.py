"""Mail that is not what it says, or that comes too often."""

import re
from datetime import timedelta

from django.conf import settings

from anam.mail.models import IncomingMail
from anam.mail.reading import Incoming

MOST_AN_HOUR = 20


def why_forged(mail: Incoming) -> str:
    """Why `mail` is not from whom it says; empty where nothing speaks against it.

    Only what our own mail server wrote at the top counts (ANAM_MAIL_AUTHSERV): anybody can write such a line.
    """
    if not mail.sender:
        return "its From line names nobody, or several"
    ours = settings.MAIL_AUTHSERV
    for line in mail.authentication if ours else []:
        server, _, results = line.partition(";")
        if server.split()[:1] == [ours] or server.strip().lower().split(" ")[0] == ours:
            return "dmarc=fail" if re.search(r"\bdmarc\s*=\s*fail\b", results, re.IGNORECASE) else ""
    return ""


def too_many(mail: Incoming, row: IncomingMail) -> bool:
    """Whether this sender has written to this address more often within the hour than a person does."""
    recent = IncomingMail.objects.filter(
        sender=mail.sender, recipient=row.recipient, received_at__gt=row.received_at - timedelta(hours=1)
    )
    return recent.exclude(pk=row.pk).exclude(outcome="")[:MOST_AN_HOUR].count() >= MOST_AN_HOUR
