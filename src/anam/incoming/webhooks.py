"""What mail providers bring to us by webhook: e-mails that came in, and what became of our e-mails."""

from email.message import Message
from email.utils import getaddresses
from hashlib import sha256
from typing import Any

from anymail.signals import EventType

from anam.digits import read_number
from anam.incoming.actions.take_in import take_in
from anam.incoming.bouncing import bounced, complained, stopped
from anam.mail.headers import decoded_header
from anam.mail.models import Email
from anam.mail.sentences import said

_NOT_REACHED = {EventType.BOUNCED, EventType.REJECTED, EventType.FAILED}


def mail_came(sender: Any, event: Any, **_: Any) -> None:
    """An e-mail, as django-anymail hands it over: it goes the way of those that come by SMTP."""
    message = event.message
    for number, part in enumerate(message.walk()):
        if (
            part.get_content_maintype() == "multipart"
        ):  # a provider may send the parts alone; put together again, they are the same mail
            part.set_boundary(f"part-{number}-{sha256(str(message.get('Message-ID')).encode()).hexdigest()[:24]}")
    take_in(_bytes_of(message), envelope_from=_envelope_from(message), recipients=_recipients(message))


def email_tracked(sender: Any, event: Any, **_: Any) -> None:
    """What became of an e-mail: bounced, refused, called unwanted. Told twice, it counts once (D7)."""
    email = _email_of(event)
    if email is None:
        return
    if event.event_type in _NOT_REACHED:
        bounced(email, why=said(event.mta_response or event.description or event.reject_reason or ""))
    elif event.event_type == EventType.COMPLAINED:
        complained(email)
    elif event.event_type == EventType.UNSUBSCRIBED:
        stopped(email)


def _email_of(event: Any) -> Email | None:
    """By what the provider calls it; or by our own number, which the provider was given and gives back."""
    emails = Email.objects.select_related("user")
    if event.message_id:
        named = str(event.message_id).strip("<>")[:200]
        if found := emails.filter(provider_id__in=[named, f"<{named}>"]).exclude(provider_id="").first():
            return found
    return emails.filter(pk=read_number(str((event.metadata or {}).get("letter", ""))) or 0).first()


def _bytes_of(message: Any) -> bytes:
    try:
        raw: bytes = message.as_bytes()
    except (UnicodeError, LookupError, ValueError, TypeError):  # a charset that is none, a header that is broken
        plain = Message()
        for name in ("From", "To", "Subject", "Date", "Message-ID", "In-Reply-To", "References", "Auto-Submitted"):
            if value := decoded_header(message.get(name)):
                plain[name] = value
        plain.set_payload(str(message.text or message.html or ""), "utf-8")
        raw = plain.as_bytes()
    return raw


def _envelope_from(message: Any) -> str:
    """Empty for what must not be answered. A provider that says nothing of it leaves us with From."""
    if message.envelope_sender is not None:
        return str(message.envelope_sender)
    if (path := message.get("Return-Path")) is not None:
        return decoded_header(path).strip("<> ")
    return next((address for _, address in getaddresses([decoded_header(message.get("From"))])), "")


def _recipients(message: Any) -> list[str]:
    """Whom it came for; that these addresses are ours is seen by whoever takes it in."""
    named = [decoded_header(line) for name in ("To", "Cc", "Bcc") for line in message.get_all(name, [])]
    return [str(message.envelope_recipient or ""), *(address for _, address in getaddresses(named))]
