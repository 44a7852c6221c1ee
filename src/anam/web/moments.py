"""A day and a time that somebody typed, on the clock of where they are."""

from datetime import UTC, datetime

from django.utils import timezone


def moments(typed: str) -> list[datetime]:
    """The moments, in UTC, earliest first, that `typed` ("2026-11-17T14:02", ISO 8601) names in the reader's time zone.

    One, as a rule. Two in the hour that comes twice when the clocks go back; none in the hour that is left out when
    they go forward. Raises ValueError for what is no such time, or lies beyond the calendar.
    """
    local = datetime.fromisoformat(typed)
    try:
        if timezone.is_aware(local):
            return [local.astimezone(UTC)]
        zone = timezone.get_current_timezone()
        found = {local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)}
        return sorted(one for one in found if one.astimezone(zone).replace(tzinfo=None, fold=0) == local)
    except OverflowError as beyond:
        raise ValueError(f"{typed} lies beyond the calendar.") from beyond
