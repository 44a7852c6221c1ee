"""`anam up` on its own PostgreSQL: what is killed is started again, and what is stopped leaves nothing behind."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.conftest import free_port, is_up, wait_for
from tests.starting import adopting_orphans


class Machine:
    """A machine of its own: its folder, its port, and `anam up` on it."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.running: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "ANAM_EMBEDDED")}
        return {**kept, "ANAM_HOME": str(self.home), "PORT": str(self.port), "ANAM_DB_POOL": "4"}

    def up(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "anam", "up"]
        with (self.home / "up.log").open("ab") as log:
            self.running = subprocess.Popen(
                command, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        wait_for(self.serves, what="anam up")
        return self.running

    def serves(self) -> bool:
        return is_up(self.url)

    def people(self) -> str:
        """What a visitor reads on the first page."""
        with urllib.request.urlopen(self.url, timeout=5) as answer:
            page: str = answer.read().decode()
        return page

    def postmaster(self) -> int:
        return int((self.home / "postgres" / "postmaster.pid").read_text().split("\n", 1)[0])

    def processes(self) -> list[psutil.Process]:
        """All that belongs to this machine and is alive."""
        found = []
        for process in psutil.process_iter():
            try:
                ours = str(self.home) in " ".join(process.cmdline()) or process.environ().get("ANAM_HOME") == str(
                    self.home
                )
                if ours and process.status() != psutil.STATUS_ZOMBIE:
                    found.append(process)
            except psutil.Error:
                continue
        return found

    def of(self, name: str) -> psutil.Process:
        """The child of `anam up` that runs `anam NAME`."""
        assert self.running
        children = psutil.Process(self.running.pid).children()
        return next(child for child in children if child.name() == f"anam {name}")

    def port_is_free(self) -> bool:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            return probe.connect_ex(("127.0.0.1", self.port)) != 0

    def is_quiet(self) -> bool:
        stopped = not self.processes() and self.port_is_free()
        return stopped and not (self.home / "postgres" / "postmaster.pid").exists()


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    machine = Machine(tmp_path)
    yield machine
    for process in machine.processes():
        process.kill()


def test_what_is_killed_is_started_again_and_what_is_stopped_leaves_nothing_behind(machine: Machine) -> None:
    """A killed database, web process and worker come back by themselves, and the rows are still there."""
    running = machine.up()
    assert "Byrne Ceramics" in machine.people()
    assert _holds_django(machine.of("worker").pid)
    assert not _holds_django(running.pid)  # what only watches needs no memory for it

    with adopting_orphans():  # nobody asks how they ended: they stay listed as zombies
        _kill_the_database(machine)
        _kill_the_database(machine)  # this one was an orphan, and becomes a zombie

    for name in ("serve", "worker"):
        killed = wait_for(lambda name=name: _runs(machine, name), what=f"a {name} that found its database")
        killed.kill()
        wait_for(lambda name=name, killed=killed: _replaced(machine, name, killed), what=f"another {name}")
    wait_for(machine.serves, what="pages again")

    running.send_signal(signal.SIGINT)
    assert running.wait(120) == 0
    wait_for(machine.is_quiet, what="everything to stop")

    again = machine.up()
    assert "Byrne Ceramics" in machine.people()
    again.kill()
    again.wait()
    wait_for(machine.is_quiet, what="everything to stop once `anam up` itself was killed")


def _holds_django(pid: int) -> bool:
    """Or at least a library that comes with it here, and whoever only watches has no use for."""
    return any("pydantic_core" in one.path for one in psutil.Process(pid).memory_maps())


def _kill_the_database(machine: Machine) -> None:
    killed = machine.postmaster()
    os.kill(killed, signal.SIGKILL)
    wait_for(lambda: _another(machine, killed) and machine.serves(), what="the database to come back")
    assert "Byrne Ceramics" in machine.people()


def _another(machine: Machine, pid: int) -> bool:
    try:
        return machine.postmaster() != pid
    except (OSError, ValueError):
        return False


def _replaced(machine: Machine, name: str, killed: psutil.Process) -> bool:
    return _runs(machine, name) not in (None, killed)


def _runs(machine: Machine, name: str) -> psutil.Process | None:
    """None while one that lost its database is being replaced."""
    try:
        return machine.of(name)
    except (StopIteration, psutil.Error, IndexError):
        return None
