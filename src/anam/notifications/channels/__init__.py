"""Ways in which people are told. Each module of this package is one: adding a channel is adding a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol, cast

from anam.mail.content import EmailContent, EmailSubject, ExternalRecipient
from anam.notifications.registry import Notification
from anam.people.models import User


@dataclass(frozen=True)
class Delivered:
    """What one person is told. `preference` may be stopped by its reader; "" may not."""

    notification: Notification
    words: EmailContent
    to: User | ExternalRecipient
    key: str
    preference: str
    about: EmailSubject


class Channel(Protocol):
    """What a module of this package has."""

    @property
    def NAME(self) -> str: ...  # noqa: N802 - a constant of the module

    def carries(self, notification: Notification) -> bool:
        """Whether it tells such things at all."""

    def deliver(self, delivered: Sequence[Delivered]) -> set[str]:
        """Tell each of them, in the caller's transaction; the keys of those told now, and not before (D7).

        What waits for somebody else's server is a job.
        """


@cache
def channels() -> list[Channel]:
    """All of them, by their names."""
    return [cast(Channel, import_module(f"{__name__}.{module.name}")) for module in iter_modules(__path__)]
