"""What happens to orders afterwards, and on the clock. Each job may be repeated at any point without harm."""

from typing import Any

from django.conf import settings
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status


@app.periodic(cron="* * * * *")
@app.task(name="remind_makers", queue="clock", queueing_lock="remind_makers")
def remind_makers(timestamp: int, **_: Any) -> None:
    """Remind makers of orders that are still unanswered when the deadline comes near."""
    from anam.orders.fulfilment.remind import remind

    remind()


@app.periodic(cron="* * * * *")
@app.task(name="chase_requests", queue="clock", queueing_lock="chase_requests")
def chase_requests(timestamp: int, **_: Any) -> None:
    """Hand to support what a buyer asked for and no maker answered in time."""
    from anam.orders.requests.chase_requests import chase_requests as action

    action()


@app.periodic(cron="*/10 * * * *")
@app.task(name="complete_shipped", queue="clock", queueing_lock="complete_shipped")
def complete_shipped(timestamp: int, **_: Any) -> None:
    """Complete what shipped so many days ago that it has arrived."""
    from anam.orders.fulfilment.complete_shipped import complete_shipped as action

    action()


@app.periodic(cron="* * * * *")
@app.task(name="take_up_stalled_jobs", queue="clock", queueing_lock="take_up_stalled_jobs", pass_context=True)
async def take_up_stalled_jobs(context: Any, timestamp: int) -> None:
    """A worker that was killed leaves its jobs half done: take them up again. They may be repeated."""
    manager = context.app.job_manager
    dead_after = settings.PROCRASTINATE_WORKER_DEFAULTS["stalled_worker_timeout"]
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=dead_after):
        try:
            await manager.retry_job(job)
        except UniqueViolation:  # a job of the clock, and the next of its kind waits already
            await manager.finish_job(job, status=Status.ABORTED, delete_job=True)
