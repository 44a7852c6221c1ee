"""What the clock does each minute, done now: a test need not wait for the next."""

from contextlib import suppress

from django.db import connection
from procrastinate.exceptions import AlreadyEnqueued

from anam.clock import database_now
from anam.web.jobs import take_up_stalled_jobs
from tests.conftest import wait_for


def take_up_what_is_left() -> None:
    """As the clock does each minute: once whoever was killed has not been heard of for three heartbeats.

    Until then it is not known of a worker that it is dead; those who are alive are heard of meanwhile.
    """
    called_at = database_now()
    in_doubt = (
        "SELECT count(*) FROM procrastinate_workers"
        " WHERE last_heartbeat <= %s AND last_heartbeat > clock_timestamp() - interval '3 seconds'"
    )

    def all_are_known() -> bool:
        with connection.cursor() as cursor:
            cursor.execute(in_doubt, [called_at])
            return bool(cursor.fetchone()[0] == 0)

    wait_for(all_are_known, what="the worker to be known as dead")
    with suppress(AlreadyEnqueued):
        take_up_stalled_jobs.defer(timestamp=0)
