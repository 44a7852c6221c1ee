"""The feed goes on by itself, whether anybody reads it or not."""

from typing import Any

from procrastinate.contrib.django import app

from anam.history.feed import number_all_events


@app.periodic(cron="* * * * *")
@app.task(name="history.number_events", queue="clock", queueing_lock="history.number_events")
def number_events(timestamp: int, **_: Any) -> None:
    """Give a place in the feed to every entry that has none yet."""
    number_all_events()
