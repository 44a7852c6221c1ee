"""Waiting jobs of one kind, done together with the one that was begun.

What the queue does for a job costs as much as a small job itself. So a job that finds others of its kind waiting does
what they are for too. What is only rows it does and deletes in one transaction: a kill at any point leaves them
waiting as they were. What asks somebody else's server it borrows, one after another: a kill leaves that one waiting
until it is to be given back, and nobody else has begun it meanwhile.
"""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from anam.jobs import task_called
from anam.sql import execute, fetch_all, fetch_first
from anam.web.figures import JOBS_DONE

log = logging.getLogger(__name__)
# A transaction of so many takes a fraction of a second.
MAX_TOGETHER = 50

# Somebody who is called on for so long goes on with the next; a call of its own may take longer.
GO_ON_SECONDS = 1.0
# After this, one that was begun and not ended is begun again, as after a kill of the one that did it.
BORROWED_FOR = timedelta(minutes=1)

# Only what waits for nothing: no moment, no other job, and no second try, which is made by itself.
_TAKE = """
SELECT id, (args ->> %(argument)s)::bigint AS row FROM procrastinate_jobs
WHERE status = 'todo' AND task_name = %(task)s AND args ? %(argument)s
  AND scheduled_at IS NULL AND attempts = 0 AND lock IS NULL AND queueing_lock IS NULL AND NOT abort_requested
ORDER BY priority DESC, id LIMIT %(most)s FOR UPDATE SKIP LOCKED
"""
_BORROW = f"""
WITH taken AS ({_TAKE})
UPDATE procrastinate_jobs job SET scheduled_at = clock_timestamp() + %(borrowed_for)s FROM taken
WHERE job.id = taken.id RETURNING job.id, taken.row
"""  # noqa: S608 - nothing but our own words


@dataclass(frozen=True)
class Waiting:
    """A job that waits, and the id of the row that it is about."""

    id: int
    row: int


def take_waiting(task: str, argument: str, *, most: int = MAX_TOGETHER) -> list[Waiting]:
    """Jobs of `task` that wait and are about an `argument`, such as "entry_id": nobody else's in this transaction.

    Raises TaskNotFound where there is no such task.
    """
    return fetch_all(Waiting, _TAKE, {"task": task_called(task).name, "argument": argument, "most": most})


def mark_done(taken: Sequence[Waiting], *, lane: str) -> None:
    """They are done with the current transaction."""
    if taken:
        execute("DELETE FROM procrastinate_jobs WHERE id = ANY (%s)", [[one.id for one in taken]])
        JOBS_DONE.labels(lane, "done").inc(len(taken))


def go_on(task: str, argument: str, *, lane: str, do: Callable[[int], bool]) -> None:
    """Do what waits, one after another, never in a transaction: `do` says whether the row that it is given is done.

    One that is not, or that raises, is given back to the queue, which tries it by itself; and no other is begun.
    """
    until = time.monotonic() + GO_ON_SECONDS
    facts = {"task": task_called(task).name, "argument": argument, "most": 1, "borrowed_for": BORROWED_FOR}
    while time.monotonic() < until and (borrowed := fetch_first(Waiting, _BORROW, facts)):
        done = False
        try:
            done = do(borrowed.row)
        except Exception:  # whatever it is, the queue will hear of it
            log.info("given_back", exc_info=True, extra={"job": borrowed.id})
        if not done:
            execute("UPDATE procrastinate_jobs SET scheduled_at = clock_timestamp() WHERE id = %s", [borrowed.id])
            return
        mark_done([borrowed], lane=lane)
