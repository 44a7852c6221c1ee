"""The figures of /metrics: of requests, over all web processes of a machine; of jobs, over all workers."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.core.cache import cache
from django.db import DatabaseError
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from anam.jobs import LANES
from anam.sql import fetch_all

REQUESTS = Counter("anam_http_requests_total", "Requests answered", ["method", "status"])
SECONDS = Histogram("anam_http_request_seconds", "How long requests took", ["method"])
SHED = Counter("anam_http_requests_shed_total", "Requests answered with 503, since too many waited", ["what"])
# Written by workers: those on another machine, or with another ANAM_HOME, tell theirs there.
JOBS_DONE = Counter("anam_jobs_done_total", "Jobs ended: done, failed, or to be tried again", ["lane", "how"])

STATES = ("waiting", "scheduled", "doing", "again", "failed")
SILENT_SERVER = "mail_server_is_silent"

_JOBS = """
SELECT queue_name AS lane,
       CASE WHEN status = 'failed' THEN 'failed' WHEN status = 'doing' THEN 'doing' WHEN attempts > 0 THEN 'again'
            WHEN scheduled_at > now() THEN 'scheduled' ELSE 'waiting' END AS state,
       count(*) AS jobs,
       coalesce(extract(epoch FROM now() - min(CASE WHEN attempts > 0 THEN written_at
                                              ELSE coalesce(scheduled_at, written_at) END)), 0) AS seconds
FROM procrastinate_jobs job
LEFT JOIN LATERAL (
  SELECT min(at) AS written_at FROM procrastinate_events event WHERE event.job_id = job.id AND event.type = 'deferred'
) written ON true
WHERE status IN ('todo', 'doing', 'failed')
GROUP BY 1, 2
"""


def all_figures() -> bytes:
    """In the format of Prometheus."""
    if not os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        figures = generate_latest(REGISTRY)
    else:
        together = CollectorRegistry()
        MultiProcessCollector(together)  # type: ignore[no-untyped-call]
        figures = generate_latest(together)
    jobs = CollectorRegistry()
    jobs.register(_Jobs())
    return figures + generate_latest(jobs)


@dataclass(frozen=True)
class _JobsOfALane:
    """How many jobs of a lane are in one of STATES, and for how many seconds the oldest has been."""

    lane: str
    state: str
    jobs: int
    seconds: Decimal


class _Jobs(Collector):
    """Read from the database, and so the same whichever process is asked; left out while it does not answer."""

    def collect(self) -> Iterator[Metric]:
        try:
            found = fetch_all(_JobsOfALane, _JOBS)
            silent = cache.get(SILENT_SERVER) is not None
        except DatabaseError:
            return
        number = GaugeMetricFamily("anam_jobs", "Jobs in the database", labels=["lane", "state"])
        age = GaugeMetricFamily(
            "anam_jobs_oldest_seconds", "How long the oldest job that is due has not been done", labels=["lane"]
        )
        for lane in LANES:
            own = [one for one in found if one.lane == lane]
            counts = {one.state: one.jobs for one in own}
            for state in STATES:
                number.add_metric([lane, state], counts.get(state, 0))
            due = [float(one.seconds) for one in own if one.state in ("waiting", "doing", "again")]
            age.add_metric([lane], max([0.0, *due]))
        yield number
        yield age
        yield GaugeMetricFamily(
            "anam_mail_server_silent", "1 while letters wait because the mail server gives no answer", value=int(silent)
        )
