"""Telling people afterwards: what made the news does not wait for it."""

from procrastinate.contrib.django import app

from anam.jobs import UntilDone


@app.task(name="notifications.notify", queue="mail", retry=UntilDone())
def notify(**row: int) -> None:
    """Tell everybody concerned of a row, such as `entry_id=5`, each person once (D10)."""
    from anam.notifications.engine import notify_of

    notify_of(**row)
