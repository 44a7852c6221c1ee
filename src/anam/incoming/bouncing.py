"""What mail servers report about our letters: bounces (RFC 3464) and complaints (RFC 5965)."""

import re
from email import message_from_bytes
from email.message import Message

from flufl.bounce import all_failures

from anam.incoming.outcomes import Outcome
from anam.mail.actions.mark_failed import mark_failed
from anam.mail.actions.stop_mail import stop_mail
from anam.mail.addresses import read_bounce_address
from anam.mail.charsets import decoded_header
from anam.mail.models import OPTIONAL_KINDS, Letter

_BOUNCE_ADDRESS = re.compile(rb"bounce-\d{1,18}-[a-z2-7]{24}@[a-z0-9.\-]{1,200}", re.IGNORECASE)
_MOST_READ = 200_000


def take_report(raw: bytes, *, recipient: str) -> Outcome | None:
    """What a bounce or complaint says of its letter; None where `raw` is neither.

    Which letter: the one whose signed bounce address it came to, or which the report quotes.
    """
    try:
        message = message_from_bytes(raw)
        is_report = message.get_content_type() == "multipart/report"
        letter = read_bounce_address(recipient) or (_quoted(raw) if is_report else None)
        if letter is None:
            return None
        if str(message.get_param("report-type", "")).lower() == "feedback-report":
            return complained(letter)
        temporary, permanent = all_failures(message)
        said = _said(message)
    except Exception:  # a report as odd as the servers that write them: it is read as any other mail
        return None
    if permanent or (said.startswith("5") and not temporary):
        first = mark_failed(letter, why=said or "the address does not exist")
        return Outcome("bounce", said if first else "known already", letter_id=letter.pk)
    if temporary or said:
        return Outcome("ignored", f"only delayed so far: {said}", letter_id=letter.pk)
    return None


def complained(letter: Letter) -> Outcome:
    """Its reader called `letter` unwanted: it has not reached them, and no more of its kind are written."""
    mark_failed(letter, why="they marked it as unwanted mail")
    if letter.user and letter.kind in dict(OPTIONAL_KINDS):
        stop_mail(letter.user, kind=letter.kind)
    return Outcome("bounce", "a complaint", letter_id=letter.pk)


def _quoted(raw: bytes) -> Letter | None:
    for found in _BOUNCE_ADDRESS.findall(raw[-_MOST_READ:])[:5]:
        if letter := read_bounce_address(found.decode("ascii")):
            return letter
    return None


def _said(message: Message) -> str:
    """The status and the words of the delivery report in `message`, such as "5.1.1 No such user"; else empty."""
    for part in message.walk():
        blocks = part.get_payload()
        if part.get_content_type() != "message/delivery-status" or not isinstance(blocks, list):
            continue
        for block in (one for one in blocks if isinstance(one, Message)):
            if status := decoded_header(block.get("Status")):
                words = decoded_header(block.get("Diagnostic-Code")).partition(";")[2].strip()
                return f"{status} {words}".strip()
    return ""
