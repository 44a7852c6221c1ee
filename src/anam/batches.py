"""Waiting jobs of one kind, done together with the one that was begun.

What the queue does for a job costs as much as a small job itself. So a job that finds others of its kind waiting does
what they are for too, and deletes them, in one transaction: a kill at any point leaves them waiting as they were.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from anam.jobs import task_called
from anam.sql import execute, fetch_all
from anam.web.figures import JOBS_DONE

# A transaction of so many takes a fraction of a second.
MAX_TOGETHER = 50

# Only what waits for nothing: no moment, no other job, and no second try, which is made by itself.
_TAKE = """
SELECT id, (args ->> %(argument)s)::bigint AS row FROM procrastinate_jobs
WHERE status = 'todo' AND task_name = %(task)s AND args ? %(argument)s
  AND scheduled_at IS NULL AND attempts = 0 AND lock IS NULL AND queueing_lock IS NULL AND NOT abort_requested
ORDER BY priority DESC, id LIMIT %(most)s FOR UPDATE SKIP LOCKED
"""


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
