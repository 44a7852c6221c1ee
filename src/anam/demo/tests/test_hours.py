"""At whatever hour the demo is made, all of it lies behind us, and each thing after the one that it follows from."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from anam.demo.byrne import BYRNE, RECOUNTS
from anam.demo.conversations import TALKS
from anam.demo.others import OTHERS
from anam.demo.scenarios import moment, span

WINDOW = timedelta(hours=72)
# A Saturday, both changes of clocks, a 29 February and the turn of a year, at every half hour; and their last second.
DAYS = [datetime(2026, 11, 28, tzinfo=UTC), datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC),
        datetime(2028, 2, 29, tzinfo=UTC), datetime(2028, 3, 1, tzinfo=UTC), datetime(2026, 12, 31, tzinfo=UTC),
        datetime(2027, 1, 1, tzinfo=UTC)]  # fmt: skip
MINUTES = [*range(0, 24 * 60, 30), 24 * 60 - 1]


def all_moments(now: datetime) -> Iterator[tuple[str, datetime]]:
    for scenario in (*BYRNE, *OTHERS):
        placed = moment(scenario.placed, now=now, window=WINDOW)
        yield f"{scenario.maker} {scenario.placed}", placed
        for step in scenario.then:
            yield f"{scenario.maker} {scenario.placed}: {step.verb} after {step.after}", placed + span(step.after)
    for conversation in TALKS:
        for when, email, _ in conversation.messages:
            yield f"{email} {when}", moment(when, now=now, window=WINDOW)
    for maker, sku, when, _ in RECOUNTS:
        yield f"{maker} {sku} {when}", moment(when, now=now, window=WINDOW)


@pytest.mark.parametrize("day", DAYS, ids=lambda day: f"{day:%d %b %Y}")
def test_nothing_of_it_lies_ahead(day: datetime) -> None:
    for minutes in MINUTES:
        now = day + timedelta(minutes=minutes, seconds=59)
        ahead = [what for what, at in all_moments(now) if at > now - timedelta(seconds=90)]
        assert not ahead, f"{now:%d %b %H:%M}: {ahead}"


def test_a_day_and_a_clock_are_never_less_than_so_many_days_ago() -> None:
    for minutes in MINUTES:
        now = DAYS[0] + timedelta(minutes=minutes)
        assert timedelta(days=9) <= now - moment("9d 14:20", now=now, window=WINDOW) < timedelta(days=11)
        assert moment("9d 14:20", now=now, window=WINDOW) < moment("9d 14:21", now=now, window=WINDOW)
