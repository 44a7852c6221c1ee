"""The processes of one machine: web, worker, and their database; started, watched and stopped together."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from anam.config.children import GRACE_SECONDS, Child, Forked, ZygoteFailed, forked, started
from anam.config.database import CannotRun, embedded_runs_again, ensure, forget_the_parents_server
from anam.config.environment import number


def serve() -> None:
    """Answer web requests on ANAM_HOST:PORT until told to stop."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    host, port = os.environ.get("ANAM_HOST", "127.0.0.1"), number("PORT", 8000)
    _refuse_a_taken_port(host, port)
    _say_where_it_is_opened(port)
    Server(
        "anam.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=number("ANAM_WEB_WORKERS", 1, least=1),
        # Those who are answered, those who wait for that (web/admission.py), and a few for health and for a quick no.
        blocking_threads=number("ANAM_WEB_THREADS", 4, least=1) + number("ANAM_WEB_QUEUE", 64, least=2) + 12,
        respawn_failed_workers=True,
        workers_kill_timeout=GRACE_SECONDS,
        log_level=LogLevels.error,  # it would warn of more threads than cores: most of ours only wait
    ).serve()


def _say_where_it_is_opened(port: int) -> None:
    """Where nobody has an account, the log has a fresh one-time address; whoever reads the log is the operator."""
    from anam.setup.address import new_setup_address

    site = (os.environ.get("ANAM_URL") or f"http://127.0.0.1:{port}").rstrip("/")
    if address := new_setup_address(os.environ["DATABASE_URL"], site_url=site):
        print(f"\nThis marketplace is empty. Open it at\n\n    {address}\n", file=sys.stderr, flush=True)  # noqa: T201


def receive_mail() -> None:
    """Receive mail on ANAM_RECEIVE_MAIL until told to stop."""
    import asyncio

    import django

    django.setup()
    from anam.incoming.smtp import receive_mail as receive

    given = os.environ.get("ANAM_RECEIVE_MAIL") or "127.0.0.1:2525"
    host, _, port = given.rpartition(":")
    if not (host and port.isdigit() and 0 < int(port) < 65536):
        raise CannotRun(f"ANAM_RECEIVE_MAIL is {given[:60]!r}; it must be an address and a port, as in 127.0.0.1:2525.")
    try:
        asyncio.run(receive(host.strip("[]"), int(port)))
    except OSError as trouble:
        raise CannotRun(f"Mail cannot be received on {given}: {trouble.strerror or trouble}.") from trouble


def up() -> None:
    """Everything on this machine: prepare the database, then run web and worker, and start again what dies."""
    port = number("PORT", 8000)
    _refuse_a_taken_port(os.environ.get("ANAM_HOST", "127.0.0.1"), port)
    names = ["serve", "worker", *(["receive-mail"] if os.environ.get("ANAM_RECEIVE_MAIL") else [])]
    try:
        children = _start(names, after=_prepare)
    except ZygoteFailed as failure:
        sys.exit(failure.code)
    stopping = threading.Event()
    for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, lambda _number, _frame: stopping.set())
    print(f"\nAnam serves on http://127.0.0.1:{port}. Ctrl-C stops it.", flush=True)  # noqa: T201
    while not stopping.wait(0.5):
        embedded_runs_again()
        for name, child in children.items():
            if child.poll() is not None and not stopping.is_set():
                print(f"anam {name} ended ({child.returncode}); starting it again.", file=sys.stderr)  # noqa: T201
                _end_group(child, signal.SIGKILL)
                children[name] = _start_again(name)
    _stop(list(children.values()))


def _prepare() -> None:
    """Have everything imported that the children need, and the database and the static files up to date."""
    import_what_is_shared()
    from django.conf import settings

    from anam.config.prepared import is_prepared
    from anam.demo.cast import how_to_sign_in

    if not is_prepared():
        prepared = subprocess.run([sys.executable, "-m", "anam", "prepare"], check=False)
        if prepared.returncode:
            sys.exit(prepared.returncode)
    elif settings.DEMO:
        print(how_to_sign_in(settings.SITE_URL), flush=True)  # noqa: T201


def import_what_is_shared() -> None:
    """What web and worker need: imported after they were forked it costs twice, and fills the gaps of what they share.

    A large library that few moments need is imported at that moment instead; tests/test_at_rest.py names them.
    """
    import django

    django.setup()
    import granian.server  # noqa: F401
    from django.template import engines
    from django.urls import get_resolver

    import anam.config.working  # noqa: F401

    _ = get_resolver().url_patterns, engines.all()


def _start(names: list[str], *, after: Callable[[], None]) -> dict[str, Child]:
    """Each forked, so that what was imported is in memory once; or started anew, where it cannot be.

    Raises ZygoteFailed where `after` fails.
    """
    children: dict[str, Forked] = {}
    if sys.platform == "linux":
        children = forked({f"anam {name}": partial(_become, name) for name in names if _can_share()}, after=after)
    else:
        after()
    return {name: children.get(f"anam {name}") or started(name) for name in names}


def _start_again(name: str) -> Child:
    if not _can_share():
        return started(name)
    try:
        return _start([name], after=import_what_is_shared)[name]
    except ZygoteFailed:
        return started(name)


def _can_share() -> bool:
    """Not elsewhere than on Linux, nor where the worker's database has another address than the web's."""
    return sys.platform == "linux" and not os.environ.get("ANAM_DIRECT_DATABASE_URL")


def _become(name: str) -> None:
    forget_the_parents_server()
    ensure()
    {"serve": serve, "worker": _work, "receive-mail": receive_mail}[name]()


def _work() -> None:
    from anam.config.working import work

    work()


def _stop(children: list[Child]) -> None:
    for child in children:
        child.terminate()
    deadline = time.monotonic() + GRACE_SECONDS + 2
    for child in children:
        with suppress(subprocess.TimeoutExpired):
            child.wait(max(0.1, deadline - time.monotonic()))
        _end_group(child, signal.SIGKILL)


def _end_group(child: Child, number: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, number)


def _refuse_a_taken_port(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise CannotRun(
                f"Port {port} is in use, perhaps by another Anam. Stop that one, or choose another: make run PORT=8001"
            ) from None
