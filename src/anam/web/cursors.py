"""Keyset cursors: where a page of a list by time ended, so that the next one costs what the first did."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import BigIntegerField, DateTimeField, Q

from anam.compiled import Bound

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Where the page before ended, in a query that is compiled once. Any: a queryset takes its place wherever it takes it.
BOUND_CURSOR: Any = (Bound("moment", DateTimeField()), Bound("id", BigIntegerField()))


def bound_to(after: tuple[datetime, int] | None) -> dict[str, Any]:
    """The values of BOUND_CURSOR; none for the first page, whose query has no such place."""
    return {"moment": after[0], "id": after[1]} if after else {}


def later_than(after: tuple[datetime, int] | None, *, by: str) -> Q:
    """The rows after the one at (`by`, id), the oldest first; all of them where there is none.

    So written that an index by that moment is entered there, and no other is thought of.
    """
    return Q(**{f"{by}__gte": after[0]}) & ~Q(**{by: after[0], "id__lte": after[1]}) if after else Q()


def earlier_than(after: tuple[datetime, int] | None, *, by: str) -> Q:
    """The same of a list with the newest first."""
    return Q(**{f"{by}__lte": after[0]}) & ~Q(**{by: after[0], "id__gte": after[1]}) if after else Q()


def cursor_at(moment: datetime, pk: int) -> str:
    """Where a page ended: in a list by `moment` (UTC) and then by `pk`."""
    return f"{(moment - _EPOCH) // timedelta(microseconds=1)}.{pk}"


def read_cursor(cursor: str) -> tuple[datetime, int] | None:
    """The moment and the id of a cursor; None where it makes no sense."""
    try:
        micros, pk = cursor.split(".")
        if not 0 < int(pk) < 2**63:
            return None
        return _EPOCH + timedelta(microseconds=int(micros)), int(pk)
    except (ValueError, OverflowError):
        return None
