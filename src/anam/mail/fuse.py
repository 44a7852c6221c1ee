"""A mail server that gives no answer is left alone for a while: each e-mail that tries costs a thread many seconds.

What is known of it is kept where every worker sees it, in the cache of the database; `/metrics` says it.
"""

import logging
import smtplib

from django.core.cache import cache

from anam.web.figures import SILENT_SERVER

log = logging.getLogger(__name__)
TROUBLES = "mail_server_troubles"
TRYING = "mail_server_is_tried"
MAX_TROUBLES = 3
PAUSE_SECONDS = 60
FORGET_SECONDS = 3600


class MailServerIsSilent(Exception):
    """It is not asked now. The job tries again."""


def refuse_while_silent() -> None:
    """Raises MailServerIsSilent after three troubles in a row: for a minute, and then for all e-mails but one."""
    known = cache.get_many([SILENT_SERVER, TROUBLES])
    if SILENT_SERVER in known:
        raise MailServerIsSilent
    if known.get(TROUBLES, 0) >= MAX_TROUBLES and not cache.add(TRYING, 1, PAUSE_SECONDS):
        raise MailServerIsSilent


def it_answered() -> None:
    """Whatever it said: it is there."""
    if cache.get(TROUBLES) is not None:
        cache.delete_many([TROUBLES, SILENT_SERVER, TRYING])


def it_gave_no_answer() -> None:
    """From the third time on it is left alone for a minute, each time anew."""
    troubles = cache.get(TROUBLES, 0) + 1
    cache.set(TROUBLES, troubles, FORGET_SECONDS)
    cache.delete(TRYING)
    if troubles >= MAX_TROUBLES:
        cache.set(SILENT_SERVER, 1, PAUSE_SECONDS)
        log.error("mail_server_is_silent", extra={"troubles": troubles, "seconds": PAUSE_SECONDS})


def is_silence(trouble: Exception) -> bool:
    """Whether there was no answer at all. A refusal is one; so is what a provider says of one e-mail, its response."""
    if isinstance(trouble, smtplib.SMTPException):
        return isinstance(trouble, smtplib.SMTPServerDisconnected | smtplib.SMTPConnectError)
    return isinstance(trouble, OSError) and getattr(trouble, "response", None) is None
