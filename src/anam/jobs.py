"""Jobs are written in the transaction of the change that needs them: none is lost, none runs for nothing.

Whoever needs one asks for it by name: "payments.execute_operation" is `execute_operation` in payments/jobs.py, where
its lane and how it is tried again stand, and which imports what it runs. Each of its arguments is the id of a row.
"""

import inspect
import json
import logging
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.exceptions import TaskNotFound
from procrastinate.jobs import Job
from procrastinate.retry import BaseRetryStrategy, RetryDecision
from procrastinate.tasks import Task

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Lane:
    """A queue with threads of its own, which no other lane can take: what is slow keeps waiting only its own kind.

    `at_once`: how many of its jobs one worker does at once; None: as many as ANAM_WORKER_THREADS says.
    `seconds`: how long a job may take; `silence`: how long it may be still, where it says that it is not.
    `apart`: each job in a process of its own, because it computes: a thread cannot be stopped, a process can.
    `yields`: while all threads for money are taken, one job of this lane is done at a time: threads share a processor.
    """

    name: str
    seconds: float
    at_once: int | None = None
    apart: bool = False
    silence: float | None = None
    yields: bool = False


LANES = {
    lane.name: lane
    for lane in (
        Lane("money", seconds=120),
        Lane("mail", seconds=120, yields=True),
        Lane("clock", seconds=600, at_once=2),
        Lane("webhooks", seconds=120, at_once=4, yields=True),
        Lane("incoming", seconds=60, at_once=1, apart=True),
        Lane("pictures", seconds=180, at_once=1),
        Lane("downloads", seconds=120, at_once=2),
        Lane("imports", seconds=3600, at_once=2, apart=True, silence=120),
    )
}

# Of all lanes that have room, such jobs are begun before others: those about money (D8).
FIRST = 1

# Which row an argument of a job is the id of; the clock's jobs have none, and are told the time.
ROWS = {
    "checkout_id": "checkout.Checkout",
    "contact_id": "conversations.Message",
    "endpoint_id": "webhooks.Endpoint",
    "entry_id": "history.Entry",
    "gateway_event_id": "payments.GatewayEvent",
    "import_id": "imports.Import",
    "incoming_id": "mail.IncomingMail",
    "email_id": "mail.Email",
    "message_id": "conversations.Message",
    "operation_id": "payments.PaymentOperation",
    "payment_id": "payments.Payment",
    "picture_id": "catalog.ShopPicture",
    "product_id": "catalog.Product",
}


class UntilDone(BaseRetryStrategy):
    """Try again after 2, 4, 8, … seconds, at last every `most` seconds, and never give up.

    Except where there is a way to: `give_up` is called with the job's arguments and `why` ("time", or "trouble" after
    `tries`), and the job is over. It is for jobs that are done in a process of their own.
    """

    def __init__(self, *, most: int = 900, give_up: Callable[..., object] | None = None, tries: int = 10) -> None:
        self.most, self.give_up, self.tries = most, give_up, tries

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision:
        return RetryDecision(retry_in={"seconds": min(2 ** min(job.attempts + 1, 12), self.most)})


def to_do(
    name: str,
    /,
    *,
    lock: str | None = None,
    queueing_lock: str | None = None,
    delay: timedelta | None = None,
    at: datetime | None = None,
    **rows: int,
) -> Job:
    """A job of the task called `name`, about `rows`, to be handed to `defer`.

    It is not begun before `delay` is over, by this machine's clock, or before `at`, a moment in UTC of the database's.

    Of those with the same `lock` one is done at a time, in their order; of those with the same `queueing_lock` one
    waits at most. Raises TaskNotFound where there is no such task, and TypeError where it takes other rows.
    """
    task = task_called(name)
    try:
        inspect.signature(task.func).bind(*[None] * task.pass_context, **rows)
    except TypeError as wrong:
        raise TypeError(f"A job of {name}: {wrong}.") from wrong
    wait: Any = {"seconds": delay.total_seconds()} if delay else None
    schedule: Any = {"schedule_at": at} if at else {"schedule_in": wait}
    return task.configure(lock=lock, queueing_lock=queueing_lock, **schedule).make_new_job(**rows)


def to_do_in_sql(name: str, *, at: datetime | None = None) -> str:
    """The same for a statement that writes a row and the job about it, and adds `args` to this: JSON of its columns.

    See payments/operation_queue.py.
    """
    job = task_called(name).configure().job
    columns = {"queue_name": job.queue, "priority": job.priority, "lock": job.lock, "queueing_lock": job.queueing_lock}
    when = {"scheduled_at": at.isoformat()} if at else {}
    return json.dumps({"task_name": job.task_name, **columns, **when})


def task_called(name: str) -> Task[..., Any, ...]:
    """The task. Raises TaskNotFound: Procrastinate would write jobs of any name, in a lane that nobody looks at."""
    try:
        return app.tasks[name]
    except KeyError:
        raise TaskNotFound(f"No task is called {name!r}: it would have to stand in the jobs.py of its app.") from None


def defer(*jobs: Job) -> None:
    """Write all `jobs` with one statement, in the current transaction; in a worker too (see config/lanes.py).

    Raises AlreadyEnqueued where one with its `queueing_lock` waits already.
    """
    app.job_manager.batch_defer_jobs(list(jobs))


def end_at_once(*ids: int) -> None:
    """Once the current transaction is committed, jobs that are done in processes of their own are ended, for good."""
    for pk in ids:
        app.job_manager.cancel_job_by_id(pk, abort=True)


def do_unless_its_row_is_gone(work: Callable[[], Any], job: Job) -> Any:
    """Do a job. One about a row that was deleted meanwhile has nothing to do: that is logged, once."""
    try:
        return work()
    except ObjectDoesNotExist:
        if not (gone := _gone(job)):
            raise
        log.warning("job_without_its_row", extra={"job": job.id, "task": job.task_name, "row": gone})
        return None


def _gone(job: Job) -> str:
    """The row that `job` is about and that is no longer there; empty, where there is none such."""
    for name, key in job.task_kwargs.items():
        if name in ROWS and not apps.get_model(ROWS[name])._default_manager.filter(pk=key).exists():
            return f"{ROWS[name]} {key}"
    return ""


_said_by: ContextVar[Callable[[], None] | None] = ContextVar("_said_by", default=None)


def hear(told: Callable[[], None]) -> None:
    """From now on, `told` hears what the jobs done here say by `still_at_it`."""
    _said_by.set(told)


def still_at_it() -> None:
    """Said by long jobs whenever they are a step further: their lane's `silence` begins anew."""
    if told := _said_by.get():
        told()


def in_trouble() -> tuple[int, int]:
    """How many jobs are about a row that is not there, and how many have been failing for more than an hour."""
    gone = " OR ".join(
        f"(args ? '{name}' AND NOT EXISTS (SELECT FROM {apps.get_model(row)._meta.db_table} one"
        f" WHERE one.id::text = args ->> '{name}'))"
        for name, row in ROWS.items()
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FILTER (WHERE {gone}), count(*) FILTER (WHERE attempts > 0 AND EXISTS ("  # noqa: S608
            "SELECT FROM procrastinate_events e WHERE e.job_id = job.id AND e.type = 'deferred'"
            " AND e.at < clock_timestamp() - interval '1 hour'))"
            " FROM procrastinate_jobs job WHERE status IN ('todo', 'doing')"
        )
        about_nothing, failing = cursor.fetchone()
    return about_nothing, failing
