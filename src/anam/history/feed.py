"""The feed: every entry has a place in one row, in which nothing is ever missed.

An entry's id is given when it is written and seen when its transaction commits, so a reader who remembers the last
id would never see one that commits late. The feed's numbers are given afterwards, to what is committed, by one
process at a time: whoever has read up to a number has seen all that will ever be before it. docs/decisions/0019.
"""

from django.db import transaction
from django.db.models import Max

from anam.history.models import Event
from anam.sql import execute, fetch_value

_LOCK = "SELECT pg_advisory_xact_lock(hashtext('anam.history.feed'), 0)"
# The entries of one order are written under its lock: their ids, and so their numbers, follow what happened.
_NUMBER = """
UPDATE history_event e SET seq = coalesce((SELECT max(seq) FROM history_event), 0) + waiting.place
FROM (
  SELECT entry_id, row_number() OVER (ORDER BY entry_id) AS place
  FROM (SELECT entry_id FROM history_event WHERE seq IS NULL ORDER BY entry_id LIMIT %s) oldest
) waiting
WHERE e.entry_id = waiting.entry_id
"""
MAX_AT_ONCE = 5_000


def last_place() -> int:
    """The newest number that was given; 0 where none was."""
    return int(Event.objects.aggregate(last=Max("seq"))["last"] or 0)


def number_all_events() -> None:
    """Give a place in the feed to every entry that has none yet, however many an import has left."""
    while number_events() == MAX_AT_ONCE:
        pass


def number_events(*, most: int = 0) -> int:
    """Give a place in the feed to the entries that have none yet, the oldest first; the answer is how many.

    `most` of them, else MOST_AT_ONCE. One cheap question where there are none. In a transaction of the caller,
    everybody else waits for its end.
    """
    if not fetch_value("SELECT EXISTS (SELECT FROM history_event WHERE seq IS NULL)"):
        return 0
    with transaction.atomic():
        execute(_LOCK)
        return execute(_NUMBER, [most or MAX_AT_ONCE])
