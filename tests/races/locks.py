"""Holding a row, so that somebody else stops at exactly that point."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import connection

from tests.conftest import Live, wait_for

_STOPPED = """
WITH RECURSIVE waits AS MATERIALIZED (
  SELECT pid, unnest(pg_blocking_pids(pid)) AS behind FROM pg_stat_activity WHERE datname = current_database()
), stopped AS (
  SELECT pid FROM waits WHERE behind = coalesce(%s, pg_backend_pid())
  UNION SELECT waits.pid FROM waits JOIN stopped ON waits.behind = stopped.pid
)
SELECT pid FROM stopped
"""


@contextmanager
def holding(live: Live, *statements: tuple[str, tuple[object, ...]]) -> Iterator[psycopg.Connection]:
    """Run `statements` on a connection of its own, and take them back in the end."""
    with psycopg.connect(live.database_url) as held:
        for sql, values in statements:
            held.execute(sql, values)  # type: ignore[call-overload]
        yield held
        held.rollback()


def wait_until_stopped(who: int, *, by: psycopg.Connection | None = None) -> list[int]:
    """The backends that wait for what `by` (else this test's own connection) holds, once there are `who` of them."""

    def enough() -> list[int] | None:
        found = stopped(by=by)
        return found if len(found) >= who else None

    pids: list[int] = wait_for(enough, what=f"{who} that wait for a lock")
    return pids


def stopped(*, by: psycopg.Connection | None = None) -> list[int]:
    """The backends that wait now; whoever waits behind one that waits, for the same row, counts too."""
    with connection.cursor() as cursor:
        cursor.execute(_STOPPED, [by.info.backend_pid if by else None])
        return [row[0] for row in cursor.fetchall()]


def wait_until_gone(backends: list[int]) -> None:
    """Until the server has noticed that the other end of these connections was killed."""

    def gone() -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE pid = ANY (%s)", [backends])
            return bool(cursor.fetchone()[0] == 0)

    wait_for(gone, what="the connections of the dead to end")
