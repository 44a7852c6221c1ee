import hashlib
from collections.abc import Iterable

from django.db import transaction

from anam import jobs
from anam.clock import database_now
from anam.mail.addresses import is_ours
from anam.mail.headers import decoded_header
from anam.mail.incoming_mail import keep_incoming
from anam.mail.parsing import parsed
from anam.mail.reading import message_id_of
from anam.words import visible

# What a mail may weigh, in bytes; the receiver says so before it is sent.
MAX_BYTES = 15 * 1024 * 1024


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
        mail, is_new = keep_incoming(
            raw,
            header_id=header_id,
            recipient=recipient,
            envelope_from=_plain(envelope_from).lower(),
            received_at=now,
        )
        if is_new:
            jobs.defer(jobs.to_do("incoming.receive_mail", incoming_id=mail.pk))
            new += 1
    return new


def _header_id(raw: bytes) -> str:
    """What the same mail has again when it comes again: its Message-ID, and what it says.

    Not the Message-ID alone: some programs give every mail the same, and the second would be lost. Not every byte:
    each server on the way adds a line at the top.
    """
    head, _, body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
    try:
        message = parsed(head[:200_000])
        said = [message_id_of(message), *(decoded_header(message.get(name)) for name in ("From", "Date", "Subject"))]
    except Exception:  # the mail is odd: that is found out, in peace, by the job
        said = ["", head.decode("latin-1")]
    digest = hashlib.sha256("\n".join(said).encode("utf-8", "replace") + b"\n\n" + body.strip()).hexdigest()
    return f"{said[0][:200]} {digest[:40]}".strip()


def _plain(address: str) -> str:
    return visible(address.encode("utf-8", "replace").decode()).strip()[:320]
