"""What mail servers report about our e-mails: bounces (RFC 3464) and complaints (RFC 5965)."""

import re
from email.message import Message

from flufl.bounce import all_failures

from anam.coded import Coded, coded
from anam.incoming.outcomes import Outcome
from anam.mail.actions.mark_failed import mark_failed
from anam.mail.addresses import read_bounce_address, read_reply_address
from anam.mail.headers import decoded_header
from anam.mail.models import Email
from anam.mail.parsing import parsed
from anam.mail.sentences import said
from anam.notifications.actions.stop_mail import stop_mail
from anam.notifications.models import OPTIONAL_KINDS
from anam.words import visible

_OURS = re.compile(rb"(?:bounce|answer)-[1-9][0-9]{0,17}-[a-z2-7]{24}@[a-z0-9.\-]{1,200}", re.IGNORECASE)
# A report is short; what it quotes of the e-mail may be left out of the reading.
MAX_READ = 300_000
_COMPLAINTS = ("abuse", "fraud", "opt-out", "opt-out-list", "complaint")


def take_report(raw: bytes, *, recipient: str) -> Outcome | None:
    """What a bounce or complaint says of its e-mail; None where `raw` is neither.

    Which e-mail: the one whose signed bounce address it came to, or one of whose signed addresses the report
    quotes. A number alone proves nothing: anybody can count.
    """
    raw = raw[:MAX_READ]
    email = read_bounce_address(recipient)
    try:
        message = parsed(raw)
        is_report = message.get_content_type() == "multipart/report"
        report_type = str(message.get_param("report-type", "")).lower()
        feedback = _fields(message, "message/feedback-report", "Feedback-Type")
        action = _fields(message, "message/delivery-status", "Action")
        temporary, permanent = all_failures(message) if email or is_report else (set(), set())
        answer = _said(message)
    except Exception:  # a report as odd as the servers that write them: it is read as any other mail
        return None
    email = email or (_quoted(raw) if is_report else None)
    if email is None:
        return None
    if report_type == "feedback-report" or feedback:
        return (
            complained(email)
            if feedback in _COMPLAINTS
            else Outcome("ignored", coded("feedback", kind=visible(feedback)[:60]))
        )
    if permanent or action == "failed" or (answer.startswith("5") and not temporary):
        return bounced(email, why=said(answer) or coded("no_such_address"))
    if action in ("delivered", "relayed", "expanded"):
        return Outcome("ignored", coded("letter_was", action=action), email_id=email.pk)
    if temporary or answer:
        return Outcome("ignored", coded("delayed", said=visible(answer)[:300]), email_id=email.pk)
    return None


def bounced(email: Email, *, why: Coded) -> Outcome:
    """`email` did not arrive; what the mail server said is kept. Told twice, it counts once (D7)."""
    first = mark_failed(email, why=why)
    return Outcome("bounce", why if first else coded("known_already"), email_id=email.pk)


def complained(email: Email) -> Outcome:
    """Its reader called `email` unwanted: it has not reached them, and no more of its kind are written."""
    mark_failed(email, why=coded("marked_unwanted"))
    stopped(email)
    return Outcome("bounce", coded("complaint"), email_id=email.pk)


def stopped(email: Email) -> None:
    """Its reader wants no more e-mails such as `email`, where it is of a kind that one can do without."""
    if email.user and email.kind in dict(OPTIONAL_KINDS):
        stop_mail(email.user, kind=email.kind)


def _quoted(raw: bytes) -> Email | None:
    for found in _OURS.findall(raw)[:5]:
        address = found.decode("ascii")
        reply = read_reply_address(address)
        if email := reply.original if reply else read_bounce_address(address):
            return email
    return None


def _said(message: Message) -> str:
    """The status and the words of the delivery report in `message`, such as "5.1.1 No such user"; else empty."""
    status = _fields(message, "message/delivery-status", "Status")
    words = _fields(message, "message/delivery-status", "Diagnostic-Code").partition(";")[2].strip()
    return f"{status} {words}".strip() if status else ""


def _fields(message: Message, kind: str, name: str) -> str:
    """What the first part of that `kind` says under `name`: in its blocks, or in its text; in lower case but words."""
    for part in message.walk():
        if part.get_content_type() != kind:
            continue
        inner = part.get_payload()
        blocks = [one for one in inner if isinstance(one, Message)] if isinstance(inner, list) else []
        if isinstance(inner, str):
            content = part.get_payload(decode=True)
            blocks = [parsed(content)] if isinstance(content, bytes) else []
        for block in blocks:
            if value := decoded_header(block.get(name)):
                return value if name == "Diagnostic-Code" else value.lower()
    return ""
