"""How long a job in a thread may take. A thread cannot be killed; what it waits for can.

Past its limit, the statement that a job waits for is cancelled, and it may begin no other: it fails, is rolled back
and is tried again, later and later. Calls to other people's servers have limits of their own, shorter than a lane's.
What heeds neither ends the worker: whoever watches that starts it again, and its jobs are taken up by the next.
"""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.db import connections
from procrastinate.job_context import JobContext
from procrastinate.worker import Worker

log = logging.getLogger(__name__)
# For what was cancelled to be rolled back
TO_HEED_SECONDS = 60.0


class TooLong(Exception):
    """A job was stopped, because it took too long."""


class Limits:
    """Keeps jobs to their time; `end` ends the worker."""

    def __init__(self, *, end: Callable[[], None], to_heed: float = TO_HEED_SECONDS) -> None:
        self._end, self._to_heed = end, to_heed
        self._watched: dict[int | None, _Watched] = {}

    def watch(self, call_next: Callable[[], Any], context: JobContext, worker: Worker) -> Any:
        """Around a job, in its thread."""
        watched = self._watched[context.job.id]
        watched.connection = connections["default"]
        with watched.connection.execute_wrapper(watched.refuse_when_over):
            return call_next()

    async def keep(self, seconds: float, call_next: Callable[[], Any], context: JobContext) -> Any:
        """Around a job, on the loop."""
        watched = self._watched[context.job.id] = _Watched()
        work = asyncio.ensure_future(call_next())
        try:
            if not await _ended(work, seconds):
                log.error("job_past_its_limit", extra={"job": context.job.call_string, "seconds": seconds})
                work.cancel() if watched.connection is None else await watched.cancel()
                if not await _ended(work, self._to_heed):
                    log.critical("job_does_not_end", extra={"job": context.job.call_string})
                    self._end()
            return await work
        except asyncio.CancelledError:
            work.cancel()
            raise
        finally:
            del self._watched[context.job.id]


async def _ended(work: "asyncio.Future[Any]", seconds: float) -> bool:
    return bool((await asyncio.wait({work}, timeout=seconds))[0])


class _Watched:
    """A job in a thread, and that thread's connection; None while it has none."""

    def __init__(self) -> None:
        self.connection: Any = None
        self._over = False

    def refuse_when_over(self, execute: Callable[..., Any], *statement: Any) -> Any:
        """Around every statement of the job."""
        if self._over:
            raise TooLong
        return execute(*statement)

    async def cancel(self) -> None:
        """Cancel what it waits for. A job that ended at this very moment may hand its connection, and so the
        cancelling, to another: that one is tried again.
        """
        self._over = True
        if under_way := self.connection.connection:
            with suppress(Exception):  # it has ended by itself, or the database is gone
                await asyncio.to_thread(under_way.cancel_safe, timeout=5)
