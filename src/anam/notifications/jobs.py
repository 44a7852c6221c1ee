"""Telling people afterwards: what made the news does not wait for it."""

from contextlib import suppress
from typing import Any

from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.job_context import JobContext

from anam.catalog.restock import RestockAlert
from anam.jobs import UntilDone, defer, to_do
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


@app.periodic(cron="* * * * *")
@app.task(name="notifications.notice_restocks", queue="clock", queueing_lock="notifications.notice_restocks")
def notice_restocks(timestamp: int, **_: Any) -> None:
    """Have everybody told who waits for a product that is available again, however it became so."""
    for product_id in RestockAlert.objects.due():
        with suppress(AlreadyEnqueued):
            defer(to_do("notifications.notify", queueing_lock=f"restock {product_id}", product_id=product_id))
