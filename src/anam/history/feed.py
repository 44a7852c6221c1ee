"""The feed: every entry has a place in one row, in which nothing is ever missed.

An entry's id is given when it is written and seen when its transaction commits, so a reader who remembers the last
id would never see one that commits late. The feed's numbers are given afterwards, to what is committed, by one
process at a time: whoever has read up to a number has seen all that will ever be before it. docs/decisions/0019.
"""

from django.db.models import Max

from anam.history.models import Event
from anam.numbering import Feed

# The entries of one order are written under its lock: their ids, and so their numbers, follow what happened.
_FEED = Feed("history_event", "entry_id", lock="anam.history.feed")


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
