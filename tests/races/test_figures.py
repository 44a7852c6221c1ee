"""/metrics says the same whichever of several web processes is asked, and tells how the workers are doing."""

import http.client
import re

import psutil
import pytest

from anam.jobs import LANES
from conftest import Cast
from tests.conftest import Live, free_port, is_up, wait_for
from tests.races.factories import told_order
from tests.races.test_kills import decline_it, worker  # noqa: F401 - a fixture


def figures(port: int) -> dict[str, float]:
    """By series, asked on a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", "/metrics")
    lines = connection.getresponse().read().decode().splitlines()
    connection.close()
    found = (line.rpartition(" ") for line in lines if line and not line.startswith("#"))
    return {series: float(value) for series, _, value in found}


def get(port: int, path: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", path)
    connection.getresponse().read()
    connection.close()


def test_two_web_processes_tell_the_sum_of_both(live: Live, scenario: Cast) -> None:
    port = free_port()
    serve = live.start("serve", PORT=str(port), ANAM_WEB_WORKERS="2")
    try:
        wait_for(lambda: is_up(f"http://127.0.0.1:{port}"))
        wait_for(lambda: len(psutil.Process(serve.pid).children()) >= 2)
        not_found = 'anam_http_requests_total{method="GET",status="404"}'
        before = figures(port).get(not_found, 0)
        for _ in range(40):
            get(port, "/no-such-page/")
        assert {figures(port)[not_found] - before for _ in range(12)} == {40}
        assert figures(live.port)[not_found] >= figures(port)[not_found] - 1, "a third process of this machine, too"
        in_all = figures(port)
        assert in_all['anam_http_request_seconds_count{method="GET"}'] >= 40
    finally:
        live.kill(serve, 15)


def test_the_jobs_of_every_lane_are_told_waiting_and_done(live: Live, scenario: Cast) -> None:
    before = figures(live.port)
    for lane in LANES:
        assert f'anam_jobs{{lane="{lane}",state="waiting"}}' in before
        assert f'anam_jobs{{lane="{lane}",state="failed"}}' in before
        assert before[f'anam_jobs_oldest_seconds{{lane="{lane}"}}'] >= 0
    done = 'anam_jobs_done_total{how="done",lane="money"}'
    decline_it(scenario, told_order(scenario))
    wait_for(lambda: figures(live.port).get(done, 0) > before.get(done, 0), what="the money to be told")


@pytest.mark.usefixtures("worker")
def test_what_nobody_does_grows_old(live: Live, scenario: Cast) -> None:
    for process in [one for one in live.processes if list(one.args)[-1] == "worker"]:  # type: ignore[arg-type]
        live.kill(process, 15)
    decline_it(scenario, told_order(scenario))
    old = 'anam_jobs_oldest_seconds{lane="money"}'
    wait_for(lambda: figures(live.port)[old] >= 1)
    assert figures(live.port)['anam_jobs{lane="money",state="waiting"}'] >= 1
    live.start("worker")
    wait_for(lambda: figures(live.port)[old] == 0, what="the worker to catch up")


def test_every_line_is_one_that_prometheus_reads(live: Live) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", live.port, timeout=20)
    connection.request("GET", "/metrics")
    for line in connection.getresponse().read().decode().splitlines():
        assert line.startswith("# ") or re.fullmatch(r"\w+(\{[^}]*\})? [-+.\dena]+", line), line
