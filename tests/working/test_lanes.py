"""Lanes: what is slow keeps nothing waiting but its own kind; a job in a job is in its transaction; time ends."""

import asyncio
import inspect
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from types import SimpleNamespace
from typing import Any
from unittest.mock import Mock

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from anam import jobs
from anam.config import lanes
from anam.config.lanes import Lanes, room
from anam.config.limits import Limits
from anam.jobs import LANES, ROWS, Lane
from tests.conftest import wait_for
from tests.working.conftest import arguments_of, our_tasks, working


class TakenBack(Exception):
    """So that a transaction is rolled back."""


def jobs_left() -> int:
    return ProcrastinateJob.objects.exclude(status="failed").count()


def test_every_task_is_of_a_lane_and_every_argument_is_the_id_of_a_row() -> None:
    for task in our_tasks():
        assert task.queue in LANES, task.name
        assert set(arguments_of(task)) <= {*ROWS, "timestamp"}, task.name


def thread_tasks() -> list[Any]:
    return [task for task in our_tasks() if not LANES[task.queue].apart and not inspect.iscoroutinefunction(task.func)]


def test_a_rollback_in_a_job_of_any_kind_leaves_no_job_and_none_begins_before_its_commit(own_database: str) -> None:
    begun: dict[str, float] = {}
    committed: dict[str, float] = {}

    def probing(name: str) -> Any:
        def probe(*_context: Any, **arguments: Any) -> None:
            if arguments.get("second"):
                begun.setdefault(name, time.monotonic())
                return
            with suppress(TakenBack), transaction.atomic():
                jobs.defer(app.tasks[name].configure().make_new_job(second=1, taken_back=1))
                raise TakenBack
            with transaction.atomic():
                app.tasks[name].configure(queueing_lock=f"probe {name}").defer(second=1)
                time.sleep(0.1)
            committed[name] = time.monotonic()

        return probe

    names = [task.name for task in thread_tasks()]
    for name in names:
        app.tasks[name].configure(queueing_lock=None).defer()
    with working(replace={name: probing(name) for name in names}):
        wait_for(lambda: len(begun) == len(committed) == len(names), what="all of them")
        wait_for(lambda: jobs_left() == 0)
    assert all(begun[name] > committed[name] - 0.05 for name in names), (begun, committed)


@pytest.mark.parametrize("name", [task.name for task in our_tasks()])
def test_a_job_is_written_on_the_connection_of_whoever_writes_it(name: str, db: None) -> None:
    """Also those of processes of their own, and of the loop."""
    with suppress(TakenBack), transaction.atomic():
        jobs.defer(jobs.to_do(name, **arguments_of(app.tasks[name])))
        assert ProcrastinateJob.objects.count() == 1
        raise TakenBack
    assert ProcrastinateJob.objects.count() == 0


def test_a_job_of_any_kind_whose_row_is_gone_ends_quietly_and_is_logged_once(
    own_database: str, caplog: pytest.LogCaptureFixture
) -> None:
    about_rows = [task for task in our_tasks() if "timestamp" not in arguments_of(task) and arguments_of(task)]
    for task in about_rows:
        task.defer(**arguments_of(task))
    about_nothing, failing = jobs.in_trouble()
    assert (about_nothing, failing) == (len(about_rows), 0)
    with working():
        wait_for(lambda: ProcrastinateJob.objects.count() == 0, what="all of them to end")
    said = [record.task for record in caplog.records if record.message == "job_without_its_row"]  # type: ignore[attr-defined]
    assert len(said) == len(set(said))
    assert {"payments.execute_operation", "notifications.notify"} <= set(said)


def test_a_full_lane_keeps_no_other_waiting(own_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes, "LOOK_FOR_JOBS_SECONDS", 120.0)
    hold, through = threading.Event(), threading.Event()
    replace = {
        "mail.send_email": lambda email_id: hold.wait(100),
        "payments.execute_operation": lambda operation_id: through.set(),
    }
    for _ in range(3 * room()["mail"]):
        app.tasks["mail.send_email"].defer(email_id=1)
    with working(replace=replace):
        doing = ProcrastinateJob.objects.filter(status="doing")
        wait_for(lambda: doing.count() == room()["mail"], what="the lane to be full")
        app.tasks["payments.execute_operation"].defer(operation_id=1)
        assert through.wait(60)
        hold.set()
        began = time.monotonic()
        wait_for(lambda: jobs_left() == 0)
        assert time.monotonic() - began < 60, "a job that ends makes room at once, not at the next look"


def test_what_waits_for_the_database_past_its_limit_is_cancelled_and_tried_again(
    own_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(lanes.LANES, "money", Lane("money", seconds=0.5, at_once=1))
    tries: list[float] = []

    def stuck(operation_id: int) -> None:
        tries.append(time.monotonic())
        if len(tries) == 1:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_sleep(60)")

    app.tasks["payments.execute_operation"].defer(operation_id=1)
    with working(replace={"payments.execute_operation": stuck}):
        wait_for(lambda: len(tries) == 2 and jobs_left() == 0, what="it to be tried again")
    assert tries[1] - tries[0] < 10


def test_what_computes_past_its_limit_may_begin_no_other_statement(
    own_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(lanes.LANES, "money", Lane("money", seconds=0.2, at_once=1))
    written: list[int] = []

    def late(operation_id: int) -> None:
        if not ProcrastinateJob.objects.get().attempts:
            time.sleep(1)
            with transaction.atomic():
                jobs.defer(jobs.to_do("mail.send_email", email_id=1))
                written.append(1)

    app.tasks["payments.execute_operation"].defer(operation_id=1)
    with working(replace={"payments.execute_operation": late}):
        wait_for(lambda: jobs_left() == 0)
    assert written == []


def test_what_does_not_end_at_all_ends_the_worker(caplog: pytest.LogCaptureFixture) -> None:
    ended: list[int] = []
    limits = Limits(end=lambda: ended.append(1), to_heed=0.1)
    context: Any = SimpleNamespace(job=SimpleNamespace(id=1, call_string="a job"))

    async def stuck() -> None:
        with suppress(asyncio.CancelledError):
            await asyncio.sleep(60)
        await asyncio.sleep(0.5)

    with ThreadPoolExecutor(1) as thread:  # this one may have the loop of a browser
        thread.submit(lambda: asyncio.run(limits.keep(0.1, stuck, context))).result()
    assert ended == [1]
    assert [record.message for record in caplog.records] == ["job_past_its_limit", "job_does_not_end"]


def test_while_all_threads_for_money_are_taken_mail_and_webhooks_do_one_job_at_a_time() -> None:
    """D8: money is released before others hear of it; and a silent gateway keeps no mail waiting."""
    lanes = Lanes(Mock(), {"money": 2, "mail": 4, "webhooks": 4, "clock": 2})

    def room_with(*under_way: str) -> list[str]:
        lanes._under_way = dict(enumerate(under_way))
        return lanes._with_room()

    assert room_with("money", "mail", "webhooks", "clock") == ["money", "mail", "webhooks", "clock"]
    assert room_with("money", "money", "mail", "clock") == ["webhooks", "clock"]
    assert room_with("money", "money") == ["mail", "webhooks", "clock"]
