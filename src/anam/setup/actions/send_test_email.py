import secrets
import smtplib
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.mail import mailers
from django.db import transaction
from django.urls import reverse
from django.utils.crypto import salted_hmac

from anam.clock import database_now
from anam.elsewhere import leave_the_database
from anam.mail.models import Email
from anam.marketplace.actions.expect_mail_code import expect_mail_code
from anam.marketplace.models import Marketplace
from anam.people.models import User
from anam.refusals import Refused
from anam.setup.notifications import send_mail_test

# An operator waits for it in front of a page.
_KNOCK_SECONDS = 8.0
# Sent twice within that, it was one press too many: another code would end the one that is on its way.
SAME_PRESS = timedelta(seconds=20)
_SALT = "anam.setup.mail_code"


def send_test_email(user: User) -> None:
    """Send `user` an email with a code, the way every email goes; the code before it ends.

    Pressed twice it is sent once (D7). Where there is a mail server it is greeted first, so that one that is dead is
    named at once. Raises Refused ("mail_server_silent", "mail_server_refuses"), with what it said.
    """
    if not settings.EMAIL_OUTBOX_ONLY and not settings.MAIL_PROVIDER:
        leave_the_database()
        _knock()
    with transaction.atomic():
        row = Marketplace.objects.select_for_update().get()
        if Email.objects.filter(key=row.mail_test_key, written_at__gt=database_now() - SAME_PRESS).exists():
            return
        _write(user)


def _write(user: User) -> None:
    code = f"{secrets.randbelow(1_000_000):06d}"
    key = f"mail-test:{secrets.token_hex(8)}"
    link = f"{settings.SITE_URL}{reverse('settings-mail')}?code={code}"
    expect_mail_code(mail_code_digest(code), key=key)
    send_mail_test(user, code=code, link=link, key=key)


def mail_code_digest(code: str) -> str:
    """What is kept of a code: six digits are soon guessed, but not without our key."""
    return salted_hmac(_SALT, code, algorithm="sha256").hexdigest()


def _knock() -> None:
    server: Any = mailers.default
    where = f"{server.host}:{server.port}"
    try:
        server.greet(within=_KNOCK_SECONDS)
    except (smtplib.SMTPException, OSError) as trouble:
        raise _said(where, trouble) from trouble


def _said(where: str, trouble: Exception) -> Refused:
    if isinstance(trouble, smtplib.SMTPAuthenticationError):
        words = f"The mail server {where} does not take the user and the secret in ANAM_SMTP_URL."
        return Refused.because("mail_server_refuses", words)
    silent = isinstance(trouble, TimeoutError) or "timed out" in str(trouble)  # smtplib says so of a greeting
    if isinstance(trouble, smtplib.SMTPException) and not silent:
        words = f"The mail server {where} answers, and refuses: {' '.join(str(trouble).split())[:200]}"
        return Refused.because("mail_server_refuses", words)
    reason = getattr(trouble, "strerror", None) or trouble
    why = f"within {_KNOCK_SECONDS:.0f} seconds" if silent else f"({reason})"
    words = f"The mail server {where} does not answer {why}. Is its address in ANAM_SMTP_URL right, and is it up?"
    return Refused.because("mail_server_silent", words)
