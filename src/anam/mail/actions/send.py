import smtplib
from datetime import timedelta

from anymail.exceptions import AnymailInvalidAddress, AnymailRecipientsRefused
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction

from anam.clock import database_now
from anam.mail.actions.mark_failed import mark_failed
from anam.mail.models import Letter
from anam.mail.wrapping import wrapped

GIVE_UP_AFTER = timedelta(days=5)


@transaction.atomic
def send(letter_id: int) -> None:
    """Send a letter once. In the demo there is no mail server: it stays in the outbox, where it can be read.

    The row is locked meanwhile, so that two workers do not send it twice; a letter that was handed over and
    not written down is sent again with the same Message-ID, which mail programs show once. An address that the
    mail server refuses for good is not asked again: the letter has failed (D10). Whatever else goes wrong is
    raised, and tried again by the job.
    """
    letter = Letter.objects.select_for_update(of=("self",)).select_related("user").get(pk=letter_id)
    if letter.sent_at or letter.failed_at:
        return
    if not settings.EMAIL_OUTBOX_ONLY:
        try:
            letter.provider_id = _hand_over(wrapped(letter))
        except (smtplib.SMTPException, AnymailRecipientsRefused, AnymailInvalidAddress) as refusal:
            why = _why_for_good(refusal, letter)
            if not why:
                raise
            mark_failed(letter, why=why)
            return
    Letter.objects.filter(pk=letter.pk).update(sent_at=database_now(), provider_id=letter.provider_id)


def _hand_over(message: EmailMultiAlternatives) -> str:
    """Give it to the mail server; the answer is what a provider calls it."""
    message.send()
    status = getattr(message, "anymail_status", None)
    given = getattr(status, "message_id", None)
    return given[:200] if isinstance(given, str) else ""


def _why_for_good(refusal: Exception, letter: Letter) -> str:
    """What the mail server said about the reader's address, where it said it for good; else empty.

    That it refuses us (our sign-in, our own address) is no word about the reader: somebody mends that.
    """
    if isinstance(refusal, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(refusal.recipients.values()))
        tired = database_now() - letter.written_at > GIVE_UP_AFTER
        return _told(code, said) if code >= 500 or tired else ""
    if isinstance(refusal, smtplib.SMTPDataError):
        return _told(refusal.smtp_code, refusal.smtp_error) if refusal.smtp_code >= 500 else ""
    if isinstance(refusal, smtplib.SMTPNotSupportedError):
        return "the mail server cannot write to an address with such letters"
    if isinstance(refusal, AnymailRecipientsRefused | AnymailInvalidAddress):
        return "the mail provider refused the address"
    return ""


def _told(code: int, said: bytes | str) -> str:
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{code} {words}"
