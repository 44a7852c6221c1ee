"""The lanes of a worker: who takes which job, in which thread or process, and for how long at most.

One worker of Procrastinate serves all lanes: it fetches jobs, lives (a heartbeat) and listens once for all of them,
so that a lane more costs nothing at rest: no connection, no thread, no question to the database. A thread is made
when a job needs one, and takes a connection from Django's pool for as long as it needs that.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from copy import copy
from typing import Any

from django.conf import settings
from procrastinate import App
from procrastinate.connector import BaseConnector
from procrastinate.contrib.django import DjangoApp
from procrastinate.contrib.django import app as written_by
from procrastinate.exceptions import UniqueViolation
from procrastinate.job_context import JobContext
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager
from procrastinate.worker import Worker

from anam.config.apart import Apart
from anam.config.children import GRACE_SECONDS
from anam.config.environment import number
from anam.config.limits import Limits
from anam.jobs import LANES, do_unless_its_row_is_gone
from anam.web.figures import JOBS_DONE

# A worker is told of new jobs, but can miss it while it asks for one; retries are not announced at all.
LOOK_FOR_JOBS_SECONDS = 1.0


def room() -> dict[str, int]:
    """How many jobs of each lane one worker does at once."""
    threads = number("ANAM_WORKER_THREADS", 4, least=1)
    return {lane.name: lane.at_once or threads for lane in LANES.values()}


class Lanes(JobManager):
    """Fetches a job only of a lane that has room for it."""

    def __init__(self, connector: BaseConnector, has_room: dict[str, int]) -> None:
        super().__init__(connector)
        self._room, self._ended = has_room, 0
        self._under_way: dict[int | None, str] = {}
        self.when_one_ended: Callable[[], None] = lambda: None

    async def fetch_job(self, queues: Iterable[str] | None, worker_id: int) -> Job | None:
        """The next job of any lane with room; of those that `queues` names, which are all."""
        while free := self._with_room():
            before = self._ended
            job = await super().fetch_job(free, worker_id)
            if job is not None:
                self._under_way[job.id] = job.queue
                return job
            if before == self._ended:
                return None
        return None

    def _with_room(self) -> list[str]:
        taken = Counter(self._under_way.values())
        money_is_busy = taken["money"] >= self._room.get("money", 1)
        most = {name: 1 if money_is_busy and LANES[name].yields else room for name, room in self._room.items()}
        return [name for name in most if taken[name] < most[name]]

    async def finish_job(self, job: Job, status: Status, delete_job: bool) -> None:
        """As Procrastinate does; and its lane has room again."""
        try:
            await super().finish_job(job, status, delete_job)
        finally:
            self._end(job, "done" if status == Status.SUCCEEDED else "failed")

    async def retry_job(self, job: Job, *when: Any, **ever: Any) -> None:
        """As Procrastinate does; and its lane has room again. Where the next of its kind waits, that will do."""
        try:
            await super().retry_job(job, *when, **ever)
        except UniqueViolation:
            await super().finish_job(job, status=Status.ABORTED, delete_job=True)
        finally:
            self._end(job, "again")

    def _end(self, job: Job, how: str) -> None:
        if self._under_way.pop(job.id, None):
            JOBS_DONE.labels(job.queue, how).inc()
            self._ended += 1
            self.when_one_ended()


def app_of_the_worker(connector: BaseConnector, has_room: dict[str, int]) -> App:
    """What the worker fetches, ends and repeats jobs with, on connections of its own.

    The tasks are copies. Those that our code writes jobs with stay with the app that writes on Django's connection:
    a job that is written in a job is in the transaction of the change that needs it, like any other.
    """
    defaults: Any = settings.PROCRASTINATE_WORKER_DEFAULTS
    app = DjangoApp(connector=connector, worker_defaults=defaults)
    app.job_manager = Lanes(connector, has_room)
    app.tasks = {name: _of(app, task) for name, task in written_by.tasks.items()}
    for one in written_by.periodic_registry.periodic_tasks.values():
        app.periodic_registry.register_task(
            task=app.tasks[one.task.name],
            cron=one.cron,
            periodic_id=one.periodic_id,
            configure_kwargs=one.configure_kwargs,
        )
    return app


def _of(app: App, task: Any) -> Any:
    mine = copy(task)
    mine.blueprint = app
    return mine


class LaneWorker(Worker):
    """A worker for all lanes. `apart` are the processes of those that have one."""

    def __init__(self, app: App, has_room: dict[str, int], *, end: Callable[[], None]) -> None:
        defaults: dict[str, Any] = dict(app.worker_defaults)
        self.apart = {lane.name: Apart(lane) for lane in LANES.values() if lane.apart}
        self._limits = Limits(end=end)
        defaults["task_middleware"] = [*defaults["task_middleware"], self._limits.watch, _unless_its_row_is_gone]
        super().__init__(
            app=app,
            queues=sorted(has_room),
            concurrency=sum(has_room.values()) + 1,  # the lanes keep to theirs
            delete_jobs="successful",
            fetch_job_polling_interval=LOOK_FOR_JOBS_SECONDS,
            shutdown_graceful_timeout=GRACE_SECONDS,
            install_signal_handlers=False,
            worker_middleware=[self._do],
            **defaults,
        )
        assert isinstance(app.job_manager, Lanes)
        app.job_manager.when_one_ended = self._new_job_event.set

    async def _do(self, call_next: Callable[[], Any], context: JobContext, worker: Worker) -> Any:
        lane = LANES[context.job.queue]
        if lane.apart:
            return await self.apart[lane.name].do(context, self.find_task(context.job.task_name))
        return await self._limits.keep(lane.seconds, call_next, context)

    async def run(self) -> None:
        """Until it is told to end, and all that it started has ended."""
        try:
            await super().run()  # type: ignore[no-untyped-call]
        finally:
            for apart in self.apart.values():
                apart.stop()
                await apart.have_ended()

    def stop(self) -> None:
        """Fetch no more. What is done in a thread is finished first; a process is ended, and its job taken up again."""
        for apart in self.apart.values():
            apart.stop()
        super().stop()  # type: ignore[no-untyped-call]


def _unless_its_row_is_gone(call_next: Callable[[], Any], context: JobContext, worker: Worker) -> Any:
    return do_unless_its_row_is_gone(call_next, context.job)
