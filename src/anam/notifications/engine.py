"""Telling people, through every channel that carries what they are told (D10)."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import translation

from anam.batches import mark_done, take_waiting
from anam.mail.content import ABOUT_NOTHING, EmailContent, EmailSubject, ExternalRecipient
from anam.notifications.channels import Delivered, channels
from anam.notifications.models import EmailOptOut
from anam.notifications.registry import Notification
from anam.people.models import User
from anam.web.locales import language_of

log = logging.getLogger(__name__)
_ROWS: dict[str, Callable[[Sequence[int]], None]] = {}


@dataclass(frozen=True)
class Telling:
    """One person who is to be told. `content` makes the words, and is called in the reader's language.

    Nobody is told what their preferences have stopped, unless it is `important`: then nothing stops it this time.
    """

    notification: Notification
    content: Callable[[], EmailContent]
    to: User | ExternalRecipient
    key: str
    about: EmailSubject = ABOUT_NOTHING
    important: bool = False

    @property
    def preference(self) -> str:
        """What may stop it; "" where nothing does."""
        return "" if self.important else self.notification.preference


def notify(*tellings: Telling) -> int:
    """Tell people, in the caller's transaction, each once for each `key` (D7). The answer is how many are told now.

    However many they are, a channel writes what it has for those who read one language with one statement.
    """
    by_language: dict[str, list[Telling]] = {}
    for one in _wanted(tellings):
        by_language.setdefault(language_of(one.to), []).append(one)
    return sum(_tell(language, readers) for language, readers in by_language.items())


def _tell(language: str, readers: Sequence[Telling]) -> int:
    with translation.override(language):
        words = [
            Delivered(one.notification, one.content(), one.to, one.key, one.preference, one.about) for one in readers
        ]
        told: set[str] = set()
        for channel in channels():
            told |= channel.deliver([one for one in words if channel.carries(one.notification)])
    return len(told)


def _wanted(tellings: Sequence[Telling]) -> Iterator[Telling]:
    """Those that their readers have not stopped."""
    stoppable = {(one.to.pk, one.preference) for one in tellings if one.preference and isinstance(one.to, User)}
    stopped: set[tuple[int, str]] = set()
    if stoppable:
        readers, kinds = zip(*stoppable, strict=True)
        opted_out = EmailOptOut.objects.filter(user__in=readers, kind__in=kinds)
        stopped = set(opted_out.values_list("user_id", "kind"))
    for one in tellings:
        if not isinstance(one.to, User) or (one.to.pk, one.preference) not in stopped:
            yield one


def notifies_of(row: str) -> Callable[[Callable[[Sequence[int]], None]], Callable[[Sequence[int]], None]]:
    """Make a function the one that tells people of rows, such as those of some "message_id", when their jobs are done.

    It raises ObjectDoesNotExist where one of them is gone.
    """

    def registered(function: Callable[[Sequence[int]], None]) -> Callable[[Sequence[int]], None]:
        _ROWS[row] = function
        return function

    return registered


@transaction.atomic
def notify_of(**row: int) -> None:
    """Tell everybody concerned of one row, such as `entry_id=5`. Done again, it tells nobody twice (D7)."""
    for name, pk in row.items():
        _ROWS[name]([pk])


def notify_with_waiting(task: str, **row: int) -> None:
    """The same, and of all rows of that kind whose job of `task` waits; where that fails, of the one alone."""
    ((name, pk),) = row.items()
    try:
        with transaction.atomic():
            waiting = take_waiting(task, name)
            _ROWS[name]([pk, *(one.row for one in waiting)])
            mark_done(waiting, lane="mail")
    except Exception:  # of any of them: each is then tried by itself, and is heard of by itself
        log.info("told_one_by_one", exc_info=True)
        notify_of(**row)
