"""In time, or not (D2): the last microsecond of the decline window counts, the next does not.

One rule in the three languages that ask it: Python, the ORM and SQL. tests/test_conditions.py holds them together.
"""

from datetime import datetime, timedelta

from django.db.models import Q

# How long an acceptance can be undone; what tells others of it waits that long, and looks again.
UNDO_FOR = timedelta(seconds=10)


def is_in_time(at: datetime, *, decline_by: datetime) -> bool:
    return at < decline_by


def in_time(at: datetime) -> Q:
    """Of orders."""
    return Q(decline_by__gt=at)


def in_time_sql(at: str, *, of: str = "") -> str:
    """Of a row of orders_order, called `of` ("o.") in its statement, at a moment of SQL."""
    return f"({at} < {of}decline_by)"
