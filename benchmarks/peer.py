"""What the shops that Anam is measured beside have in common: packages of their own, a database, a server, a client."""

import hashlib
import http.client
import os
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from anam.config.database import HOME
from benchmarks.decline import Declines

CACHE = HOME / "peers"


class Skipped(Exception):
    """A peer whose packages cannot be had here; the words say why."""


class Contestant(Protocol):
    """A shop that runs, whose orders are cancelled over HTTP."""

    name: str
    web: int  # its web server's first process

    def clients(self, count: int) -> Sequence[Declines]:
        """So many people, signed in, each on a connection of its own."""

    def take(self, clients: int, each: int) -> list[Sequence[int]]:
        """The orders that each client cancels next; none is given out twice."""

    def check(self, orders: Sequence[Sequence[int]]) -> None:
        """Raises AssertionError where not exactly these, and all that was given out before, are cancelled."""


class Connection:
    """HTTP on one connection that is kept, as a browser keeps it; opened anew where the server closed it."""

    def __init__(self, port: int) -> None:
        self._http = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> tuple[Any, bytes]:
        self._http.request(method, path, body, headers)
        answer = self._http.getresponse()
        return answer, answer.read()


def install(name: str, pins: Path, *commands: list[str]) -> Path:
    """The folder with a peer's packages, as `pins` has them; fetched once. Raises Skipped where that cannot be."""
    folder = CACHE / name
    mark, wanted = folder / "installed", hashlib.sha256(pins.read_bytes()).hexdigest()
    if mark.exists() and mark.read_text() == wanted:
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    (folder / pins.name).write_bytes(pins.read_bytes())
    print(f"Fetching the packages of {name} …", flush=True)
    for command in commands:
        try:
            done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        except OSError as trouble:
            raise Skipped(f"{command[0]} does not run here ({trouble.strerror})") from trouble
        if done.returncode:
            said = (done.stderr or done.stdout).strip().splitlines() or [f"exit code {done.returncode}"]
            why = next((line for line in said if line.startswith(("ERROR", "npm error"))), said[-1])
            raise Skipped(f"its packages cannot be had ({why.strip()[:120]})")
    mark.write_text(wanted)
    return folder


@contextmanager
def database(server: str, name: str) -> Iterator[str]:
    """An empty database of that name on the server, gone afterwards; the answer is how to connect to it."""
    drop_database(server, name)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0")
    try:
        yield make_conninfo(server, dbname=name)
    finally:
        drop_database(server, name)


def drop_database(server: str, name: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def environment(conninfo: str) -> dict[str, str]:
    """What a peer's own program reads: the parts of the database's address."""
    parts = conninfo_to_dict(conninfo)
    words = {"NAME": "dbname", "HOST": "host", "PORT": "port", "USER": "user", "PASSWORD": "password"}
    usual = {"port": "5432", "user": "postgres", "host": "127.0.0.1"}
    found = {f"SHOP_{ours}": str(parts.get(theirs) or usual.get(theirs, "")) for ours, theirs in words.items()}
    return {**os.environ, **found}


@contextmanager
def running(command: list[str], *, folder: Path, env: dict[str, str], port: int, path: str) -> Iterator[int]:
    """A peer's server until it answers at `path`, ended afterwards; the answer is its process."""
    process = subprocess.Popen(command, cwd=folder, env=env)
    try:
        deadline = time.monotonic() + 120
        while not _answers(port, path):
            if process.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(f"{command[0]} does not serve: it ended or said nothing for two minutes.")
            time.sleep(0.2)
        yield process.pid
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _answers(port: int, path: str) -> bool:
    with suppress(OSError, http.client.HTTPException):
        answer, _ = Connection(port).ask("GET", path, None, {})
        return bool(answer.status < 500)
    return False


def one_row(conninfo: str, query: str, facts: dict[str, Any]) -> tuple[Any, ...]:
    with psycopg.connect(conninfo) as connection:
        row = connection.execute(query, facts).fetchone()
    assert row
    return row


class Orders:
    """Orders 1 … of a shop, given out in turn."""

    def __init__(self, count: int) -> None:
        self._count, self.given = count, 0

    def take(self, clients: int, each: int) -> list[Sequence[int]]:
        first = self.given + 1
        self.given += clients * each
        assert self.given <= self._count, "more orders were asked for than were placed"
        return [range(first + client * each, first + (client + 1) * each) for client in range(clients)]
