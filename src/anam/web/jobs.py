"""Jobs that a worker left half done, and what is forgotten every night, however much of it there is."""

from typing import Any

from django.conf import settings
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from anam.web.forgetting import forget_what_is_over as forget


@app.periodic(cron="47 3 * * *")
@app.task(name="web.forget_what_is_over", queue="clock", queueing_lock="web.forget_what_is_over")
def forget_what_is_over(timestamp: int, **_: Any) -> None:
    """Delete sessions that have ended, entries of the cache that have expired, and drafts that nobody came back to."""
    forget()


@app.periodic(cron="* * * * *")
@app.task(name="web.take_up_stalled_jobs", queue="clock", queueing_lock="web.take_up_stalled_jobs", pass_context=True)
async def take_up_stalled_jobs(context: Any, timestamp: int) -> None:
    """A worker that was killed leaves its jobs half done: take them up again. They may be repeated."""
    manager = context.app.job_manager
    dead_after = settings.PROCRASTINATE_WORKER_DEFAULTS["stalled_worker_timeout"]
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=dead_after):
        try:
            await manager.retry_job(job)
        except UniqueViolation:  # a job of the clock, and the next of its kind waits already
            await manager.finish_job(job, status=Status.ABORTED, delete_job=True)
