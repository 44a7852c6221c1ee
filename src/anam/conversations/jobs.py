"""Telling the other side that a message has come."""

from procrastinate.contrib.django import app

from anam.jobs import UntilDone


@app.task(name="write_message_letters", queue="mail", retry=UntilDone())
def write_message_letters(message_id: int) -> None:
    """Write an e-mail to each member of the side that did not write (D10)."""
    from anam.conversations.actions.write_letters import write_letters

    write_letters(message_id)
