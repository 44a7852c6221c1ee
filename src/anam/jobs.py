"""Jobs are written in the transaction of the change that needs them: none is lost, none runs for nothing."""

from typing import Any

from procrastinate.contrib.django import app
from procrastinate.jobs import Job
from procrastinate.retry import BaseRetryStrategy, RetryDecision


class UntilDone(BaseRetryStrategy):
    """Try again after 2, 4, 8, … seconds, at last every `most` seconds, and never give up."""

    def __init__(self, *, most: int = 900) -> None:
        self.most = most

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision:
        return RetryDecision(retry_in={"seconds": min(2 ** min(job.attempts + 1, 12), self.most)})


def to_do(task: Any, **arguments: Any) -> Job:
    """A job of `task`, to be handed to `defer`."""
    job: Job = task.configure().make_new_job(**arguments)
    return job


def defer(*jobs: Job) -> None:
    """Write all `jobs` with one statement, in the current transaction."""
    app.job_manager.batch_defer_jobs(list(jobs))
