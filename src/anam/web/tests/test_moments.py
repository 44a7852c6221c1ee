"""Times that people type, where the clocks change."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from anam.web.moments import moments
from anam.words import day_and_clock


@pytest.mark.parametrize(
    ("zone", "typed", "hours"),
    [
        ("America/New_York", "2026-11-17T14:02", ["2026-11-17T19:02"]),
        ("America/New_York", "2026-11-01T01:30", ["2026-11-01T05:30", "2026-11-01T06:30"]),
        ("America/New_York", "2026-03-08T02:30", []),
        ("America/New_York", "2026-03-08T03:00", ["2026-03-08T07:00"]),
        ("Europe/Dublin", "2026-10-25T01:59:59", ["2026-10-25T00:59:59", "2026-10-25T01:59:59"]),
        ("Europe/Dublin", "2026-03-29T01:00", []),
        ("Europe/Dublin", "2026-10-25T02:00", ["2026-10-25T02:00"]),
        ("Australia/Lord_Howe", "2026-04-05T01:45", ["2026-04-04T14:45", "2026-04-04T15:15"]),
        ("Asia/Tokyo", "2028-02-29T00:30", ["2028-02-28T15:30"]),
        ("America/New_York", "2026-11-01T01:30-05:00", ["2026-11-01T06:30"]),
    ],
)
def test_a_time_is_one_moment_or_two_or_none(zone: str, typed: str, hours: list[str]) -> None:
    with timezone.override(zone):
        assert moments(typed) == [datetime.fromisoformat(hour).replace(tzinfo=UTC) for hour in hours]


@pytest.mark.parametrize("typed", ["soon", "2026-02-29T10:00", "2026-11-17T25:00", "0001-01-01T00:30", "٢٠٢٦-١١-١٧"])
def test_what_is_no_time_is_refused(typed: str) -> None:
    with timezone.override("Asia/Tokyo"), pytest.raises(ValueError):
        moments(typed)


def test_in_the_hour_that_comes_twice_it_is_said_which_is_meant() -> None:
    """D2: of two deadlines an hour apart, nobody reads the same words."""
    said = [day_and_clock(datetime(2020, 11, 1, hour, 30, tzinfo=UTC), zone="America/New_York") for hour in range(4, 8)]
    assert said == [
        "Sun 1 Nov 2020, 00:30",
        "Sun 1 Nov 2020, 01:30 EDT",
        "Sun 1 Nov 2020, 01:30 EST",
        "Sun 1 Nov 2020, 02:30",
    ]
    after_the_gap = datetime(2020, 3, 8, 7, 0, tzinfo=UTC)
    assert day_and_clock(after_the_gap, zone="America/New_York") == "Sun 8 Mar 2020, 03:00"


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Etc/GMT+12"])
def test_which_year_goes_without_saying_is_asked_where_the_time_is_told(zone: str) -> None:
    """At New Year two ends of the world differ by a year for more than a day."""
    now = timezone.now()
    with timezone.override("UTC"):
        assert str(timezone.localtime(now, ZoneInfo(zone)).year) not in day_and_clock(now, zone=zone)
