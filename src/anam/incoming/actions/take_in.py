import hashlib
from collections.abc import Iterable
from email.parser import BytesHeaderParser

from django.db import transaction

from anam import jobs
from anam.clock import database_now
from anam.incoming.jobs import receive_mail
from anam.mail.addresses import is_ours
from anam.mail.models import IncomingMail
from anam.mail.reading import message_id_of

# What a mail may weigh, in bytes; the receiver says so before it is sent.
HEAVIEST = 15 * 1024 * 1024


@transaction.atomic
def take_in(raw: bytes, *, envelope_from: str, recipients: Iterable[str]) -> int:
    """Keep an e-mail and the job that reads it, for each of our addresses among `recipients`.

    Committed, it is ours to deal with, and its sender may forget it. The same mail sent again (its sender did not
    hear our answer) is taken once (D7). The answer is for how many recipients it was new.
    """
    header_id = _header_id(raw)
    now, new = database_now(), 0
    for recipient in sorted({one.strip().lower()[:320] for one in recipients}):
        if not is_ours(recipient):
            continue
        mail, is_new = IncomingMail.objects.get_or_create(
            header_id=header_id,
            recipient=recipient,
            defaults={"raw": raw, "received_at": now, "envelope_from": _plain(envelope_from)},
        )
        if is_new:
            jobs.defer(jobs.to_do(receive_mail, incoming_id=mail.pk))
            new += 1
    return new


def _header_id(raw: bytes) -> str:
    """Its Message-ID; one without, or with one that cannot be read, is known by what it says."""
    try:
        given = message_id_of(BytesHeaderParser().parsebytes(raw[:200_000]))
    except Exception:  # the mail is odd: that is found out, in peace, by the job
        given = ""
    return given or hashlib.sha256(raw).hexdigest()


def _plain(address: str) -> str:
    return address.replace("\x00", "").encode("utf-8", "replace").decode().strip()[:320]
