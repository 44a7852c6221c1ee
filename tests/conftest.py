"""A real marketplace for the tests that need one: its own database, `anam serve` and `anam worker`."""

import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from anam.config.database import HOME
from conftest import Cast, make_cast
from tests import starting
from tests.copies import drop, make_copy, worker

# However slow or busy the machine, what is waited for has happened by then, or never does.
IN_VAIN_SECONDS = 240
# An expectation of Playwright waits five seconds by itself, which is not long on a busy machine.
expect.set_options(timeout=60_000)


@dataclass
class Live:
    """A running marketplace. `start` and `kill` do to its processes what an operator or an accident would."""

    database_url: str
    name: str
    home: Path
    port: int
    processes: list[starting.AnyProcess] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "DATABASE_URL": self.database_url,
            "ANAM_HOME": str(self.home),
            "PORT": str(self.port),
            "ANAM_HEARTBEAT_SECONDS": "1",
            "ANAM_WEBHOOKS_PRIVATE": "1",
            "PYTHONUNBUFFERED": "1",
            "ANAM_SECRET_KEY": settings.SECRET_KEY,
        }

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """`anam …`, to its end."""
        return starting.run(arguments, self.environment)

    def start(self, *arguments: str, err: IO[Any] | None = None, **environment: str) -> starting.AnyProcess:
        """`anam …`, running until it is killed or the tests end."""
        process = starting.start(arguments, {**self.environment, **environment}, err=err)
        self.processes.append(process)
        return process

    def kill(self, process: starting.AnyProcess, number: int = signal.SIGKILL) -> None:
        os.killpg(process.pid, number)
        process.wait(IN_VAIN_SECONDS)
        self.processes.remove(process)


def wait_for(happened: Callable[[], Any], *, what: str = "") -> Any:
    """What `happened()` answers, as soon as that is something; only what never happens makes this wait to the end."""
    deadline = time.monotonic() + IN_VAIN_SECONDS
    while time.monotonic() < deadline:
        if answer := happened():
            return answer
        time.sleep(0.05)
    raise AssertionError(f"waited {IN_VAIN_SECONDS} s in vain{': ' + what if what else ''}")


def is_up(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/readyz", timeout=10) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def live(django_db_blocker: Any) -> Iterator[Live]:
    """One marketplace for all the tests of this process: migrated, served, with a worker."""
    name = f"anam_live_{worker()}"
    url = make_copy(name)
    marketplace = Live(url, name, HOME / name, free_port())
    done = marketplace.run("collectstatic", "--no-input", "--verbosity", "0")
    assert done.returncode == 0, done.stderr
    marketplace.start("serve")
    marketplace.start("worker")
    wait_for(lambda: is_up(marketplace.url), what="anam serve")
    yield marketplace
    for process in list(marketplace.processes):
        marketplace.kill(process, signal.SIGTERM)
    shutil.rmtree(marketplace.home, ignore_errors=True)
    drop(name)


@pytest.fixture
def on_live(live: Live, django_db_setup: None, django_db_blocker: Any) -> Iterator[Live]:
    """The ORM of the test speaks to the running marketplace, with committed rows; nothing is rolled back."""
    with django_db_blocker.unblock(), speaking_to(live):
        yield live


@contextmanager
def speaking_to(live: Live) -> Iterator[None]:
    was = connection.settings_dict["NAME"]

    def point_at(name: str) -> None:
        connection.close()
        connection.close_pool()
        connection.settings_dict["NAME"] = name

    point_at(live.name)
    try:
        yield
    finally:
        point_at(was)


@pytest.fixture
def scenario(on_live: Live) -> Cast:
    """A cast of its own in the running marketplace."""
    return make_cast(uuid.uuid4().hex[:8])


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if not path:
        pytest.skip("no Chromium on this machine: bin/browser installs one")
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        quiet = ["--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
        browser = playwright.chromium.launch(executable_path=path, args=[*arguments, *quiet])
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Browser, on_live: Live) -> Iterator[Callable[..., Page]]:
    """A browser of its own for each person: visit(cast.hanna, "/portal/orders/", javaScriptEnabled=False).

    They are signed in already; tests/browser/test_signing_in.py is about how they come to be.
    """
    contexts: list[BrowserContext] = []

    def as_person(person: Any, path: str = "/", **options: Any) -> Page:
        context = chromium.new_context(base_url=on_live.url, reduced_motion="reduce", **options)
        contexts.append(context)
        if person is not None:
            context.add_cookies([{"name": "sessionid", "value": session_of(person), "url": on_live.url}])
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.goto(path)
        return page

    yield as_person
    for context in contexts:
        context.close()


def session_of(person: Any) -> str:
    """The key of a session of theirs, as if they had signed in before."""
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client.cookies["sessionid"].value
