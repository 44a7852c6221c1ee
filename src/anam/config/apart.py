"""Jobs that compute, each in a process of its own: started when there is one, ended soon after the last.

A line of JSON on its standard input is a job; what it answers are lines too: a dot whenever the job is a step
further, and in the end how it went. It can be killed at any moment, because its jobs can be repeated at any point.
"""

import asyncio
import json
import logging
import os
import queue
import signal
import sys
import threading
import time
from contextlib import suppress
from typing import Any, TextIO

from procrastinate.job_context import JobContext
from procrastinate.jobs import Job
from procrastinate.utils import sync_to_async

from anam.config.children import die_with_the_parent
from anam.config.limits import TooLong
from anam.jobs import Lane, UntilDone, do_unless_its_row_is_gone, hear, still_at_it

log = logging.getLogger(__name__)
IDLE_SECONDS = 15.0
LOOK_SECONDS = 0.2
TO_START_SECONDS = 15.0
TO_END_SECONDS = 2.0
STEP = b".\n"


class Failed(Exception):
    """A job failed in its process, or the process did."""


class Apart:
    """The processes of one lane."""

    def __init__(self, lane: Lane) -> None:
        self._lane = lane
        self._idle: list[asyncio.subprocess.Process] = []
        self._all: list[asyncio.subprocess.Process] = []
        self._is_stopping = False

    async def do(self, context: JobContext, task: Any) -> None:
        """Have a job done. Whoever asked that it be stopped has it stopped at once, and it is over.

        Raises Failed, for it to be tried again: also where the worker is told to end. Past its limit it is given up
        where there is a way to (UntilDone), and so is what fails again and again; else it is tried again.
        """
        retrying = task.retry_strategy if isinstance(task.retry_strategy, UntilDone) else UntilDone()
        is_new = not self._idle
        process = await self._start() if is_new else self._idle.pop()
        try:
            await self._watch(process, context, to_start=TO_START_SECONDS if is_new else 0.0)
        except _Stopped:
            return
        except (Failed, TooLong) as trouble:
            late, tried = isinstance(trouble, TooLong), context.job.attempts + 1 >= retrying.tries
            if self._is_stopping or not retrying.give_up or not (late or tried):
                raise
            log.error("job_given_up", extra={"job": context.job.call_string, "trouble": str(trouble) or "time"})
            await sync_to_async(_give_up, retrying, "time" if late else "trouble", context.job.task_kwargs)
        else:
            self._keep(process)

    async def _watch(self, process: asyncio.subprocess.Process, context: JobContext, *, to_start: float) -> None:
        """Until it has said how the job went; it is killed if anything else comes first.

        For as long as it may take `to_start`, in seconds, it is not silent: a busy machine is no hopeless file.
        """
        assert process.stdin
        assert process.stdout
        began = time.monotonic()
        heard = began + to_start
        reading = None
        try:
            process.stdin.write(_asked(context.job))
            while True:
                reading = reading or asyncio.ensure_future(process.stdout.readline())
                await asyncio.wait({reading}, timeout=LOOK_SECONDS)
                self._look(context, began, heard)
                if not reading.done():
                    continue
                line, reading = reading.result(), None
                if line != STEP:
                    return _ended(line)
                heard = time.monotonic()
        except BaseException:
            if reading:
                reading.cancel()
            await _kill(process)
            raise

    def _look(self, context: JobContext, began: float, heard: float) -> None:
        now = time.monotonic()
        if context.should_abort():
            raise _Stopped
        if self._is_stopping:
            raise Failed("the worker was told to end")
        if now - began > self._lane.seconds or now - heard > (self._lane.silence or self._lane.seconds):
            raise TooLong

    def _keep(self, process: asyncio.subprocess.Process) -> None:
        """For the next job, if that comes soon."""
        self._idle.append(process)
        asyncio.get_running_loop().call_later(IDLE_SECONDS, self._let_go, process)

    def _let_go(self, process: asyncio.subprocess.Process) -> None:
        if process in self._idle:
            self._idle.remove(process)
            assert process.stdin
            process.stdin.close()

    def stop(self) -> None:
        """The worker is told to end: nothing is waited for."""
        self._is_stopping = True
        for process in list(self._idle):
            self._let_go(process)

    async def have_ended(self) -> None:
        """Once the worker has: what does not end by itself is killed."""
        for process in self._all:
            with suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), TO_END_SECONDS)
            await _kill(process)
        await asyncio.sleep(0)

    async def _start(self) -> asyncio.subprocess.Process:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "anam", "work-apart", stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
        )
        self._all = [one for one in self._all if one.returncode is None] + [process]
        return process


class _Stopped(Exception):
    """Somebody asked for it."""


async def _kill(process: asyncio.subprocess.Process) -> None:
    with suppress(ProcessLookupError):
        process.kill()
    if process.stdin:
        process.stdin.close()
    await process.wait()


def _asked(job: Job) -> bytes:
    return json.dumps({"id": job.id, "task": job.task_name, "arguments": job.task_kwargs}).encode() + b"\n"


def _ended(line: bytes) -> None:
    """Raises Failed where it did not go well."""
    if not line:
        raise Failed("its process ended")
    if said := json.loads(line)["failed"]:
        raise Failed(said)


def _give_up(retrying: UntilDone, why: str, arguments: dict[str, Any]) -> None:
    from django.db import connection

    assert retrying.give_up
    try:
        retrying.give_up(why=why, **arguments)
    finally:
        connection.close()


def work_apart() -> None:
    """In such a process: do what is asked, until nobody asks any more. It ends with whoever started it."""
    die_with_the_parent(signal.SIGKILL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the worker, which ends this one
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    asked: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=[asked], daemon=True).start()
    import django

    django.setup()
    hear(lambda: _say(answers, STEP.decode()))
    while True:
        _say(answers, json.dumps({"failed": _do(json.loads(asked.get()))}) + "\n")


def _listen(asked: "queue.SimpleQueue[str]") -> None:
    for line in sys.stdin:
        asked.put(line)
    os._exit(0)  # in the middle of a job, too


def _say(answers: TextIO, line: str) -> None:
    answers.write(line)
    answers.flush()


def _do(asked: dict[str, Any]) -> str:
    """Do a job; the answer is what went wrong, or empty."""
    from django.db import close_old_connections
    from procrastinate.contrib.django import app

    task: Any = app.tasks[asked["task"]]
    job = Job(
        id=asked["id"],
        queue=task.queue,
        lock=None,
        queueing_lock=None,
        task_name=task.name,
        task_kwargs=asked["arguments"],
    )
    still_at_it()  # that it has started is a step, too
    try:
        do_unless_its_row_is_gone(lambda: task(**asked["arguments"]), job)
    except Exception as trouble:
        return f"{type(trouble).__name__}: {trouble}"[:2000]
    finally:
        close_old_connections()
    return ""
