"""What runs jobs: two workers in one process, so that other people’s servers keep nobody waiting but each other."""

import asyncio
import signal
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from anam.config.environment import number
from anam.config.processes import GRACE_SECONDS

# A worker is told of new jobs, but can miss it while it asks for one; retries are not announced at all. The one for
# webhooks only looks: being told takes a connection of its own.
LOOK_FOR_JOBS_SECONDS = 1.0
WEBHOOK_THREADS = 4


def work() -> None:
    """Run jobs until told to stop. A job under way is finished first; one that is killed is taken up again."""
    import django

    django.setup()
    from procrastinate import PsycopgConnector
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.utils import connector_params

    # To fetch jobs and to finish them. Each connection is a process of the database, and would be four by default.
    connector = PsycopgConnector(kwargs=connector_params(), min_size=1, max_size=2)
    with app.replace_connector(connector):
        asyncio.run(_both(app))


async def _both(app: Any) -> None:
    """The worker for webhooks, and the one for everything else."""
    from anam.webhooks.jobs import QUEUE

    threads = number("ANAM_WORKER_THREADS", 4, least=1)
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(threads + WEBHOOK_THREADS + 2))
    others = {task.queue for task in app.tasks.values()} - {QUEUE}
    async with app.open_async():
        await _until_told(_worker(app, others, threads), _worker(app, {QUEUE}, WEBHOOK_THREADS, is_told=False))


def _worker(app: Any, queues: set[str], threads: int, *, is_told: bool = True) -> Coroutine[Any, Any, None]:
    working: Coroutine[Any, Any, None] = app.run_worker_async(
        queues=sorted(queues),
        concurrency=threads,
        delete_jobs="successful",
        fetch_job_polling_interval=LOOK_FOR_JOBS_SECONDS,
        listen_notify=is_told,
        shutdown_graceful_timeout=GRACE_SECONDS,
        install_signal_handlers=False,
    )
    return working


async def _until_told(*workers: Coroutine[Any, Any, None]) -> None:
    """All of them, until a signal comes or one of them ends; a worker that is cancelled finishes what it has begun."""
    tasks = [asyncio.ensure_future(worker) for worker in workers]

    def stop() -> None:
        for task in tasks:
            if not task.cancelling():  # a second time would cut short what it finishes
                task.cancel()

    for ending in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(ending, stop)
    done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    stop()
    await asyncio.gather(*tasks, return_exceptions=True)
    for task in done:
        if not task.cancelled():
            task.result()
