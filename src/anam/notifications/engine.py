"""Telling people, through every channel that carries what they are told."""

from collections.abc import Callable

from django.db import transaction
from django.utils import translation

from anam.mail.content import ABOUT_NOTHING, EmailContent, EmailSubject, ExternalRecipient
from anam.notifications.channels import channels
from anam.notifications.models import EmailOptOut
from anam.notifications.registry import Notification
from anam.people.models import User
from anam.web.locales import language_of

_ROWS: dict[str, Callable[[int], None]] = {}


def notify(
    notification: Notification,
    content: Callable[[], EmailContent],
    *,
    to: User | ExternalRecipient,
    key: str,
    about: EmailSubject = ABOUT_NOTHING,
    important: bool = False,
) -> bool:
    """Tell one person, in the caller's transaction; once for each `key` (D7). True where they are told now.

    `content` makes the words, and is called in the reader's language. Nobody is told what their preferences have
    stopped, unless it is `important`: then nothing stops it this time.
    """
    preference = "" if important else notification.preference
    if preference and isinstance(to, User) and EmailOptOut.objects.filter(user=to, kind=preference).exists():
        return False
    with translation.override(language_of(to)):
        words = content()
        told = [
            channel.deliver(words, to=to, key=key, preference=preference, about=about)
            for channel in channels()
            if channel.carries(notification)
        ]
    return any(told)


def notifies_of(row: str) -> Callable[[Callable[[int], None]], Callable[[int], None]]:
    """Make a function the one that tells people of a `row`, such as "message_id", when its job is done."""

    def registered(function: Callable[[int], None]) -> Callable[[int], None]:
        _ROWS[row] = function
        return function

    return registered


@transaction.atomic
def notify_of(**row: int) -> None:
    """Tell everybody concerned of one row, such as `entry_id=5`. Done again, it tells nobody twice (D7)."""
    for name, pk in row.items():
        _ROWS[name](pk)
