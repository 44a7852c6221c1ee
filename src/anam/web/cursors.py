"""Keyset cursors: where a page of a list by time ended, so that the next one costs what the first did."""

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


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
