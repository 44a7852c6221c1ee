"""Telling people afterwards: what made the news does not wait for it."""

from procrastinate.contrib.django import app
from procrastinate.job_context import JobContext

from anam.jobs import UntilDone
from anam.notifications.engine import notify_of, notify_with_waiting


@app.task(name="notifications.notify", queue="mail", retry=UntilDone(), pass_context=True)
def notify(context: JobContext, /, **row: int) -> None:
    """Tell everybody concerned of a row, such as `entry_id=5`, each person once (D10).

    And of others like it that wait; but what was to wait for a moment waits for an order too (D7): it is told alone.
    """
    if context.job.scheduled_at:
        notify_of(**row)
    else:
        notify_with_waiting("notifications.notify", **row)
