"""What is forgotten every night: what nobody can use any more, however much of it there is."""

from typing import Any

from procrastinate.contrib.django import app


@app.periodic(cron="47 3 * * *")
@app.task(name="forget_what_is_over", queue="clock", queueing_lock="forget_what_is_over")
def forget_what_is_over(timestamp: int, **_: Any) -> None:
    """Delete sessions that have ended, entries of the cache that have expired, and drafts that nobody came back to."""
    from anam.web.forgetting import forget_what_is_over as forget

    forget()
