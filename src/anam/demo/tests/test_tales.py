"""The words of the demo's tables."""

from datetime import UTC, datetime, timedelta

import pytest

from anam.demo.scenarios import basket, moment, span

NOW = datetime(2026, 11, 20, 12, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12m left", datetime(2026, 11, 17, 12, 42, tzinfo=UTC)),
        ("20m past", datetime(2026, 11, 17, 12, 10, tzinfo=UTC)),
        ("1h 30m ago", datetime(2026, 11, 20, 11, 0, tzinfo=UTC)),
        ("9d 14:20", datetime(2026, 11, 10, 14, 20, tzinfo=UTC)),
    ],
)
def test_a_moment_is_read_against_the_clock_and_the_window(text: str, expected: datetime) -> None:
    assert moment(text, now=NOW, window=timedelta(hours=72)) == expected


def test_spans_and_baskets_are_read_as_they_are_written() -> None:
    assert span("2d 4h 5m") == timedelta(days=2, hours=4, minutes=5)
    assert basket("12 MUG-01, 4 BWL-03") == {"MUG-01": 12, "BWL-03": 4}


@pytest.mark.parametrize("text", ["", "soon", "3 days", "4x"])
def test_anything_else_is_no_span(text: str) -> None:
    with pytest.raises(ValueError, match="no span of time"):
        span(text)
