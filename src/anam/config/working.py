"""What runs jobs: one worker, with lanes, so that what is slow keeps nothing waiting but its own kind."""

import asyncio
import atexit
import os
import signal
import threading
from concurrent.futures import ThreadPoolExecutor

import django
from django.db import connection
from procrastinate import PsycopgConnector
from procrastinate.contrib.django.utils import connector_params

from anam.config.children import GRACE_SECONDS
from anam.config.garbage import collect_less_often
from anam.config.lanes import LaneWorker, app_of_the_worker, room

# Beside the jobs: ending what is past its limit, and what Procrastinate itself does in a thread
SPARE_THREADS = 4


def work() -> None:
    """Run jobs until told to stop. A job under way is finished first; one that is killed is taken up again."""
    django.setup()
    collect_less_often()
    _let_every_thread_have_a_connection(sum(room().values()))
    # To fetch jobs and to finish them. Each connection is a process of the database, and would be four by default.
    asyncio.run(_work(PsycopgConnector(kwargs=connector_params(), min_size=1, max_size=2)))


def _let_every_thread_have_a_connection(threads: int) -> None:
    """No lane waits for a connection that another has. They are made when they are needed, and closed when idle."""
    pool = connection.settings_dict["OPTIONS"]["pool"]
    pool["max_size"] = max(pool["max_size"], threads + SPARE_THREADS)


async def _work(connector: PsycopgConnector) -> None:
    has_room, loop = room(), asyncio.get_running_loop()
    loop.set_default_executor(ThreadPoolExecutor(sum(has_room.values()) + SPARE_THREADS))
    app = app_of_the_worker(connector, has_room)
    async with app.open_async():
        worker = LaneWorker(app, has_room, end=lambda: _end(worker))
        for ending in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(ending, _end, worker)
        await worker.run()


def _end(worker: LaneWorker) -> None:
    """Fetch no more, finish what is begun, and end in any case: what does not end by then is taken up by another."""
    clock = threading.Timer(GRACE_SECONDS + 1, _end_now)
    clock.daemon = True
    clock.start()
    worker.stop()


def _end_now() -> None:
    atexit._run_exitfuncs()  # lets go of Anam's own database
    os._exit(0)
