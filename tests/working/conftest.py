"""A worker in this process, on a database of its own with committed rows."""

import asyncio
import inspect
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from procrastinate import PsycopgConnector
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params

from anam.config.lanes import LaneWorker, app_of_the_worker, room
from tests.copies import drop, make_copy, url_of

NO_ROW = 999_999_999


@pytest.fixture(scope="module")
def _copy(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    name = f"test_working_{os.getpid()}"
    make_copy(name)
    yield name
    drop(name)


@pytest.fixture
def own_database(_copy: str, django_db_blocker: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The ORM speaks to it; nothing is rolled back, but the jobs go."""
    was = connection.settings_dict["NAME"]
    monkeypatch.setenv("DATABASE_URL", url_of(_copy))

    def point_at(database: str) -> None:
        connection.close()
        connection.close_pool()
        connection.settings_dict["NAME"] = database

    with django_db_blocker.unblock():
        point_at(_copy)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs")
        yield _copy
        point_at(was)


@contextmanager
def working(*, replace: dict[str, Callable[..., Any]] | None = None) -> Iterator[LaneWorker]:
    """A worker like that of `anam worker`, without the clock; some tasks do something else for once."""
    started: dict[str, Any] = {}
    ready = threading.Event()

    async def work() -> None:
        connector = PsycopgConnector(kwargs=connector_params(), min_size=1, max_size=2)
        mine = app_of_the_worker(connector, room())
        mine.periodic_registry.periodic_tasks.clear()
        for name, func in (replace or {}).items():
            mine.tasks[name].func = func
        async with mine.open_async():
            worker = LaneWorker(mine, room(), end=lambda: worker.stop())
            started["worker"], started["loop"] = worker, asyncio.get_running_loop()
            asyncio.get_running_loop().call_soon(ready.set)
            await worker.run()

    thread = threading.Thread(target=lambda: asyncio.run(work()))
    thread.start()
    assert ready.wait(20)
    try:
        yield started["worker"]
    finally:
        started["loop"].call_soon_threadsafe(started["worker"].stop)
        thread.join(30)
        assert not thread.is_alive()


def our_tasks() -> list[Any]:
    return [task for name, task in sorted(app.tasks.items()) if "procrastinate" not in name]


def arguments_of(task: Any) -> dict[str, int]:
    """Such as it could have, about rows that are not there."""
    if task.name == "notifications.notify":  # of any row that somebody is told of
        return {"entry_id": NO_ROW}
    names = [name for name, one in inspect.signature(task.func).parameters.items() if one.kind != one.VAR_KEYWORD]
    return {name: NO_ROW for name in names if name != "context"}
