"""The life of an order: every status, every move between them, and how long there is for it. Nothing else moves.

In time or not (D2) is one rule in the three languages that ask it, Python, the ORM and SQL: the last microsecond of the
decline window counts, the next does not. tests/test_conditions.py holds them together.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q


class Status(models.TextChoices):
    PLACED = "placed", "Waiting for the maker"
    ACCEPTED = "accepted", "Accepted"
    SHIPPED = "shipped", "Shipped"
    COMPLETED = "completed", "Completed"
    DECLINED = "declined", "Declined"
    CANCELLED = "cancelled", "Cancelled"


@dataclass(frozen=True)
class Transition:
    origins: tuple[Status, ...]
    target: Status


MOVES = {
    "accept": Transition((Status.PLACED,), Status.ACCEPTED),
    "unaccept": Transition((Status.ACCEPTED,), Status.PLACED),
    "ship": Transition((Status.ACCEPTED,), Status.SHIPPED),
    "complete": Transition((Status.SHIPPED,), Status.COMPLETED),
    "decline": Transition((Status.PLACED, Status.ACCEPTED), Status.DECLINED),
    "cancel": Transition((Status.PLACED, Status.ACCEPTED), Status.CANCELLED),
}
FINAL = (Status.DECLINED, Status.CANCELLED, Status.COMPLETED)
OPEN = (Status.PLACED, Status.ACCEPTED)
# Of a buyer's request, as `CancellationRequest.is_open` and its queryset's `still_open`: of a row in SQL. One for
# another country is answered while its order is OPEN, too.
IS_OPEN_REQUEST = "(answer = '')"
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
