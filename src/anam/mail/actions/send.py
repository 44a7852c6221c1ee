import smtplib
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction

from anam.batches import mark_done, take_waiting
from anam.clock import database_now
from anam.coded import Coded, coded
from anam.elsewhere import leave_the_database
from anam.mail.actions.mark_failed import mark_failed
from anam.mail.fuse import is_silence, it_answered, it_gave_no_answer, refuse_while_silent
from anam.mail.mime import wrapped
from anam.mail.models import Email
from anam.mail.secrets import without_tokens
from anam.mail.sentences import said

GIVE_UP_AFTER = timedelta(days=5)
# Longer than the mail server may take
CLAIMED_FOR = timedelta(minutes=3)


class BeingSent(Exception):
    """Another worker is handing it over, or died in doing so. The job tries again."""


def send(email_id: int) -> None:
    """Send an e-mail once. In the demo there is no mail server: it stays in the outbox, where it can be read.

    It is claimed, handed over, and marked, each committed by itself: nothing is locked while the mail server thinks,
    and no other worker sends it meanwhile (BeingSent is raised). An e-mail that was handed over and not written down
    is sent again when its claim is over, with the same Message-ID, which mail programs show once. An address that
    the mail server refuses for good is not asked again: the e-mail has failed (D10). Whatever else goes wrong is
    raised, and tried again by the job; also MailServerIsSilent, without asking it. What was sent is kept without the
    tokens of its links.
    """
    if settings.EMAIL_OUTBOX_ONLY:
        _leave_in_the_outbox(email_id)
        return
    refuse_while_silent()
    email = _claimed(email_id)
    if email is None:
        return
    try:
        message = wrapped(email)
        leave_the_database()
        provider_id = _hand_over(message)
    except Exception as trouble:
        _give_back(email, trouble)
        if not (why := _why_for_good(trouble, email)):
            raise
        mark_failed(email, why=why)
        return
    kept = {"text": without_tokens(email.text), "html": without_tokens(email.html)}
    Email.objects.filter(pk=email.pk).update(sent_at=database_now(), provider_id=provider_id, **kept)
    it_answered()


@transaction.atomic
def _leave_in_the_outbox(email_id: int) -> None:
    """It, and all others that wait to be sent."""
    waiting = take_waiting("mail.send_email", "email_id")
    unsent = Email.objects.still_arriving().filter(pk__in=[email_id, *(one.row for one in waiting)], sent_at=None)
    unsent.update(sent_at=database_now())
    mark_done(waiting, lane="mail")


def _claimed(email_id: int) -> Email | None:
    """The e-mail, for us alone to send; None where there is nothing to do."""
    now = database_now()
    emails = Email.objects.filter(pk=email_id)
    if emails.to_be_sent(unclaimed_since=now - CLAIMED_FOR).update(claimed_at=now):
        return emails.select_related("user").get()
    email = emails.get()
    if email.sent_at or email.failed_at:
        return None
    raise BeingSent


def _give_back(email: Email, trouble: Exception) -> None:
    """The claim, so that it can be tried again; and what we learned of the mail server."""
    Email.objects.filter(pk=email.pk, claimed_at=email.claimed_at).update(claimed_at=None)
    if is_silence(trouble):
        it_gave_no_answer()
    else:
        it_answered()


def _hand_over(message: EmailMultiAlternatives) -> str:
    """Give it to the mail server; the answer is what a provider calls it."""
    message.send()
    status = getattr(message, "anymail_status", None)
    given = getattr(status, "message_id", None)
    return given[:200] if isinstance(given, str) else ""


def _why_for_good(refusal: Exception, email: Email) -> Coded:
    """What the mail server said about the reader's address, where it said it for good; else nothing.

    That it refuses us (our sign-in, our own address) is no word about the reader: somebody mends that.
    """
    if isinstance(refusal, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(refusal.recipients.values()))
        tired = database_now() - email.written_at > GIVE_UP_AFTER
        return _told(code, words) if code >= 500 or tired else {}
    if isinstance(refusal, smtplib.SMTPDataError):
        return _told(refusal.smtp_code, refusal.smtp_error) if refusal.smtp_code >= 500 else {}
    if isinstance(refusal, smtplib.SMTPNotSupportedError):
        return coded("letters_not_possible")
    if settings.MAIL_PROVIDER and _is_providers(refusal):
        return coded("address_refused")
    return {}


def _is_providers(refusal: Exception) -> bool:
    """Whether a provider refused the address; its library is loaded where there is one."""
    from anymail.exceptions import AnymailInvalidAddress, AnymailRecipientsRefused

    return isinstance(refusal, AnymailRecipientsRefused | AnymailInvalidAddress)


def _told(code: int, answer: bytes | str) -> Coded:
    return said(f"{code} {answer.decode('utf-8', 'replace') if isinstance(answer, bytes) else answer}")
