"""Telling people afterwards: what made the news does not wait for it."""

from procrastinate.contrib.django import app

from anam.jobs import UntilDone
from anam.notifications.engine import notify_of


@app.task(name="notifications.notify", queue="mail", retry=UntilDone())
def notify(**row: int) -> None:
    """Tell everybody concerned of a row, such as `entry_id=5`, each person once (D10)."""
    notify_of(**row)
