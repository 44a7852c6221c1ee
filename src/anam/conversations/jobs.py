"""What nobody came back for."""

from typing import Any

from procrastinate.contrib.django import app

from anam.conversations.actions.forget_drafts import forget_drafts as forget


@app.periodic(cron="53 3 * * *")
@app.task(name="conversations.forget_drafts", queue="clock", queueing_lock="conversations.forget_drafts")
def forget_drafts(timestamp: int, **_: Any) -> None:
    """Delete drafts of messages that nobody came back to for 90 days, and the marks of what was sent."""
    forget()
