"""Mail that is not what it says, or that comes too often."""

import re
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings

from anam.coded import Coded, coded
from anam.mail.models import IncomingMail
from anam.mail.reading import Incoming
from anam.marketplace.current import marketplace

MAX_AN_HOUR = 20
MAX_A_DAY = 60
# Results stand between semicolons; in quotation marks and brackets stand words that the sender may have chosen.
_DMARC = re.compile(r"\s*dmarc\s*=\s*([a-z]{1,20})\b", re.IGNORECASE)
_BESIDES = re.compile(r'"(?:[^"\\]|\\.){0,1000}"|\((?:[^()\\]|\\.){0,1000}\)')


@dataclass(frozen=True)
class Doubt:
    """Why nobody can say that an e-mail is from whom it says, a code of DOUBTS. Only `is_denied` speaks against it."""

    why: Coded
    is_denied: bool


_NOBODY = Doubt(coded("sender_not_named"), is_denied=False)
_DENIED = Doubt(coded("sender_denied"), is_denied=True)


def doubt_about(mail: Incoming) -> Doubt | None:
    """What speaks against `mail` being from whom it says, or leaves it open; None where nothing does."""
    if not mail.sender:
        return _NOBODY
    return _DENIED if _dmarc(mail) == "fail" else None


def is_proven(mail: Incoming) -> bool:
    """Whether our own mail server has found that `mail` is from whom it says."""
    return bool(mail.sender) and _dmarc(mail) == "pass"


def _dmarc(mail: Incoming) -> str:
    """What our own mail server found. Only the line it wrote at the top counts (ANAM_MAIL_AUTHSERV).

    Anybody can write such a line below it.
    """
    ours = settings.MAIL_AUTHSERV
    for line in mail.authentication if ours else []:
        server, _, results = line.partition(";")
        if server.lower().split()[:1] == [ours]:
            parts = [_DMARC.match(one) for one in _BESIDES.sub("", results).split(";")]
            found = [one[1].lower() for one in parts if one]
            return "fail" if "fail" in found else next(iter(found), "")
    return ""


def too_many(sender: str, row: IncomingMail) -> bool:
    """Whether `sender` has written to us more often than a person does: two programs may be answering each other.

    Answers are counted together, for each e-mail has an address of its own; what comes to support's mailbox apart,
    for there anybody can write in anybody's name, and would stop their answers.
    """
    support = marketplace().support_email.lower()
    earlier = IncomingMail.objects.filter(sender=sender, received_at__lte=row.received_at).exclude(pk=row.pk)
    earlier = earlier.exclude(outcome__in=["", "bounce", "ignored"])
    to_support = row.recipient == support
    earlier = earlier.filter(recipient=support) if to_support else earlier.exclude(recipient=support)
    for most, hours in ((MAX_AN_HOUR, 1), (MAX_A_DAY, 24)):
        since = row.received_at - timedelta(hours=hours)
        if len(earlier.filter(received_at__gt=since).values_list("pk")[:most]) >= most:
            return True
    return False
