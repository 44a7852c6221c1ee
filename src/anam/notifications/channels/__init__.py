"""Ways in which people are told. Each module of this package is one: adding a channel is adding a file."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol, cast

from anam.mail.content import EmailContent, EmailSubject, ExternalRecipient
from anam.notifications.registry import Notification
from anam.people.models import User


class Channel(Protocol):
    """What a module of this package has."""

    @property
    def NAME(self) -> str: ...  # noqa: N802 - a constant of the module

    def carries(self, notification: Notification) -> bool:
        """Whether it tells such things at all."""

    def deliver(
        self, words: EmailContent, *, to: User | ExternalRecipient, key: str, preference: str, about: EmailSubject
    ) -> bool:
        """Tell one person, in the caller's transaction; True where they are told now, and were not before (D7).

        What waits for somebody else's server is a job. `preference` may be stopped by its reader; "" may not.
        """


@cache
def channels() -> list[Channel]:
    """All of them, by their names."""
    return [cast(Channel, import_module(f"{__name__}.{module.name}")) for module in iter_modules(__path__)]
