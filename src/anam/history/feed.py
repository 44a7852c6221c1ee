"""The feed: every entry has a place in one row, in which nothing is ever missed.

An entry's id is given when it is written and seen when its transaction commits, so a reader who remembers the last
id would never see one that commits late. The feed's numbers are given afterwards, to what is committed, by one
process at a time: whoever has read up to a number has seen all that will ever be before it. docs/decisions/0019.
"""

from django.db.models import Max

from anam.history.models import Event
from anam.notifications.channels import bell
from anam.numbering import Feed
from anam.sql import fetch_value

# An acceptance can be undone for ten seconds, unless the order moves on, and is an event only then; whatever follows it
# of its order waits with it.
_CAN_BE_UNDONE = """
EXISTS (
  SELECT FROM history_entry own JOIN history_entry undoable ON undoable.order_id = own.order_id
  JOIN history_event waits ON waits.entry_id = undoable.id AND waits.seq IS NULL
  WHERE own.id = e.entry_id AND undoable.id <= own.id AND undoable.kind = 'accepted'
    AND undoable.at > clock_timestamp() - interval '10 seconds'
    AND NOT EXISTS (SELECT FROM history_entry moved WHERE moved.order_id = undoable.order_id AND moved.id > undoable.id
                    AND moved.kind IN ('shipped', 'declined', 'cancelled'))
)"""
# The entries of one order are written under its lock: their ids, and so their numbers, follow what happened.
_FEED = Feed("history_event", "entry_id", lock="anam.history.feed", held=_CAN_BE_UNDONE)


def last_place() -> int:
    """The newest number that was given; 0 where none was."""
    return int(Event.objects.aggregate(last=Max("seq"))["last"] or 0)


def number_all_events() -> None:
    """Give a place in the feed to every entry that has none yet, however many an import has left."""
    _FEED.number_all()


def number_events(*, most: int = 0) -> int:
    """Give a place in the feed to the entries that have none yet, the oldest first; the answer is how many.

    `most` of them, else some thousand: see `Feed.number`.
    """
    return _FEED.number(most=most)


_WITHDRAW = """
DELETE FROM history_event WHERE seq IS NULL AND entry_id = (
  SELECT max(id) FROM history_entry WHERE order_id = %(order)s AND kind = %(kind)s
) RETURNING entry_id
"""


def withdraw(order_id: int, *, kind: str) -> bool:
    """Take the newest entry of that kind out of the feed; whether it was in time: what has its place there stays.

    In the transaction that undoes what the entry says, which the history keeps. Its bell falls silent too.
    """
    entry_id = fetch_value(_WITHDRAW, {"order": order_id, "kind": kind})
    if entry_id:
        bell.silence(entry_id)
    return entry_id is not None
