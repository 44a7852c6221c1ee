"""Who is told what: the table of all notifications, which `anam notifications` prints.

Each app registers its own in its notifications.py, which is read when the program starts.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from anam.mail.content import EmailContent


@dataclass(frozen=True)
class Notification:
    """One thing that one kind of person is told: `kind` says what, `to` says whom.

    `preference` is what their preferences call it (OPTIONAL_KINDS); without one, it cannot be stopped. One that `rings`
    is of a product, and the bell rings with the e-mail.
    """

    kind: str
    to: str
    preference: str = ""
    rings: bool = field(default=False, kw_only=True)


@dataclass(frozen=True)
class EntryNotification(Notification):
    """What all members of one party of an order, "maker" or "buyer", are told of an entry of its history.

    The bell rings with the entry; `content` makes the words for every other channel, of the entry, its order and the
    reader's time zone (None: the bell alone). `when` are facts of the entry and their values that it takes;
    `unless`, asked of the entry when the email is due, keeps it back where it would say nothing new.
    """

    content: Callable[..., EmailContent] | None = None
    when: Mapping[str, Collection[str]] = field(default_factory=dict)
    unless: Callable[..., bool] | None = None


_REGISTERED: dict[tuple[str, str], Notification] = {}


def register[N: Notification](notification: N) -> N:
    """Add a row to the table. Raises ValueError where the same people are told the same already."""
    at = notification.kind, notification.to
    if _REGISTERED.setdefault(at, notification) is not notification:
        raise ValueError(f"{at} is registered already.")
    return notification


def all_notifications() -> list[Notification]:
    """The whole table, in the order in which it was registered."""
    return list(_REGISTERED.values())


def entry_notification(kind: str, party: str) -> EntryNotification | None:
    """What `party` is told of an entry of that kind, if anything."""
    found = _REGISTERED.get((kind, party))
    return found if isinstance(found, EntryNotification) else None


def told_of_entry(kind: str, facts: Mapping[str, Any]) -> list[EntryNotification]:
    """What the parties of an order are told of an entry of that kind with those facts."""
    found = [entry_notification(kind, party) for party in ("maker", "buyer")]
    return [one for one in found if one and all(facts.get(fact) in values for fact, values in one.when.items())]
