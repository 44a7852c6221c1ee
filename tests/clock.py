"""What the clock does each minute, done now: a test need not wait for the next."""

from contextlib import suppress

from django.db import connection
from procrastinate.exceptions import AlreadyEnqueued

from anam.orders.jobs import take_up_stalled_jobs
from tests.conftest import wait_for


def take_up_what_is_left() -> None:
    """As the clock does each minute: once the dead worker has not been heard of for three heartbeats."""
    silent = "SELECT 1 FROM procrastinate_workers WHERE last_heartbeat < clock_timestamp() - interval '3 seconds'"
    nobodys = "SELECT 1 FROM procrastinate_jobs WHERE status = 'doing' AND worker_id IS NULL"

    def is_dead() -> bool:
        with connection.cursor() as cursor:
            cursor.execute(f"{silent} UNION ALL {nobodys}")
            return cursor.fetchone() is not None

    wait_for(is_dead, what="the worker to be known as dead")
    with suppress(AlreadyEnqueued):
        take_up_stalled_jobs.defer(timestamp=0)
