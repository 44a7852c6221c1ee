"""Telling the other side that a message has come."""

from typing import Any

from procrastinate.contrib.django import app

from anam.jobs import UntilDone


@app.task(name="write_message_letters", queue="mail", retry=UntilDone())
def write_message_letters(message_id: int) -> None:
    """Write an e-mail to each member of the side that did not write (D10)."""
    from anam.conversations.notifications import write_letters

    write_letters(message_id)


@app.periodic(cron="53 3 * * *")
@app.task(name="forget_message_drafts", queue="clock", queueing_lock="forget_message_drafts")
def forget_message_drafts(timestamp: int, **_: Any) -> None:
    """Delete drafts of messages that nobody came back to for 90 days, and the marks of what was sent."""
    from anam.conversations.actions.forget_drafts import forget_drafts

    forget_drafts()
