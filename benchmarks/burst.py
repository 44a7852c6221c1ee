"""What follows a burst of declines: when their money is released, when the last email is sent, and what it costs.

So many orders are declined over HTTP by 8 clients, as fast as they go, with one worker beside them. Prints when the
last was declined, when all money was released, when all was done; the oldest job of each lane meanwhile; and the
processor time of web and worker for each decline.
"""

import argparse
import time
from itertools import count
from typing import Any

import psycopg

from benchmarks.decline import members, orders_of, over_http
from benchmarks.factories import cpu_of, fill, fresh_database, serving, set_up_django, working

_STATE = """
SELECT (SELECT count(*) FROM payment WHERE status = 'voided'),
       (SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')
          AND (scheduled_at IS NULL OR scheduled_at <= now()) AND queue_name IN ('money', 'mail', 'webhooks')),
       (SELECT count(*) FROM email WHERE sent_at IS NOT NULL)
"""
_OLDEST = """
SELECT queue_name, extract(epoch FROM now() - min(e.at)) FROM procrastinate_jobs j
JOIN procrastinate_events e ON e.job_id = j.id AND e.type = 'deferred'
WHERE j.status IN ('todo', 'doing') AND (j.scheduled_at IS NULL OR j.scheduled_at <= now()) GROUP BY 1
"""


def watch(connection: psycopg.Connection[Any], declines: int, begun: float) -> dict[str, float]:
    """Until nothing is left to do: the seconds until all money was released and all was done, and the oldest jobs."""
    seen: dict[str, float] = {}
    for _ in count():
        row = connection.execute(_STATE).fetchone()
        assert row
        voided, jobs, _ = row
        for lane, age in connection.execute(_OLDEST).fetchall():
            seen[f"oldest {lane}"] = max(seen.get(f"oldest {lane}", 0.0), float(age))
        if voided == declines:
            seen.setdefault("all money released", time.perf_counter() - begun)
            if not jobs:
                return seen | {"all done": time.perf_counter() - begun}
        time.sleep(0.2)
    raise AssertionError


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--declines", type=int, default=1000)
    parser.add_argument("--port", type=int, default=8919)
    arguments = parser.parse_args()
    declines = arguments.declines // 8 * 8
    url = fresh_database()
    fill(url, orders=declines + 80)
    set_up_django(url)
    with serving(url, port=arguments.port) as web, psycopg.connect(url, autocommit=True) as connection:
        clients = members(arguments.port, 8)
        over_http(clients, orders_of(8, first=declines, each=10))  # warm
        with working(url) as worker:
            watch(connection, 80, time.perf_counter())
            before, begun = (cpu_of(web), cpu_of(worker)), time.perf_counter()
            rate, _ = over_http(clients, orders_of(8, first=0, each=declines // 8))
            declined = time.perf_counter() - begun
            seen = watch(connection, declines + 80, begun)
            used = cpu_of(web) - before[0], cpu_of(worker) - before[1]
    print(f"{declines} declined after {declined:.1f} s ({rate:.0f} a second)")
    for what, seconds in sorted(seen.items()):
        print(f"{what}: {seconds:.1f} s")
    web_ms, worker_ms = (seconds / declines * 1000 for seconds in used)
    print(f"web {web_ms:.1f} ms, worker {worker_ms:.1f} ms of processor time a decline")


if __name__ == "__main__":
    main()
