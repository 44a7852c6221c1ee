"""`anam …` for the tests: processes like any other, forked from a Python that has imported the libraries already.

Importing Django and the rest is most of what a start takes, and the tests start some hundred. None of our code and no
setting is in that Python: what is forked has its own environment and session, reads its own settings, and can be killed
as whatever it is. Where processes cannot be adopted (elsewhere than on Linux) each is started from nothing.
"""

import atexit
import ctypes
import json
import os
import runpy
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from typing import IO, Any

# Those that read no setting when they are imported; a library that is not here is imported by each process itself.
LIBRARIES = """
django.conf.urls.i18n django.core.cache.backends.db django.core.files.storage django.core.handlers.wsgi
django.core.mail.backends.smtp django.core.management.commands.check django.core.paginator
django.core.serializers.json django.db.backends.postgresql.base django.db.migrations.executor django.forms
django.middleware.csrf django.template.backends.django django.template.defaulttags django.template.loader_tags
django.test.signals django.urls django.utils.feedgenerator django.views.generic django.views.i18n
babel.numbers charset_normalizer croniter dateutil.parser email.mime.multipart fasteners flufl.bounce frontmatter
granian.server ijson liquid lucide markdown_it mdit_py_plugins multiprocessing.popen_fork nh3 PIL.Image PIL.ImageOps
procrastinate psutil psycopg.types psycopg_pool pydantic.main pydantic.networks pydantic.root_model rapidfuzz requests
sqlparse standardwebhooks unittest.mock whitenoise.middleware xml.sax yaml
"""
_SET_CHILD_SUBREAPER = 36
_ONE_AT_A_TIME = threading.Lock()


class Process:
    """What was forked, and is this process's to wait for: as much of subprocess.Popen as the tests use."""

    def __init__(self, pid: int, args: list[str]) -> None:
        self.pid, self.args = pid, args
        self.returncode: int | None = None

    def poll(self) -> int | None:
        if self.returncode is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self.returncode = os.waitstatus_to_exitcode(status) if pid else None
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        if self.poll() is None:
            watched = os.pidfd_open(self.pid)
            try:
                select.select([watched], [], [], timeout)
            finally:
                os.close(watched)
        code = self.poll()
        if code is None:
            raise subprocess.TimeoutExpired(self.args, timeout or 0)
        return code

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)


AnyProcess = Process | subprocess.Popen[Any]


def start(
    arguments: Sequence[str], environment: dict[str, str], *, out: IO[Any] | None = None, err: IO[Any] | None = None
) -> AnyProcess:
    """`anam …`, running, with a session of its own; what it says goes where this process's does, or to these files."""
    args = [sys.executable, "-m", "anam", *arguments]
    if sys.platform != "linux":
        return subprocess.Popen(args, env=environment, stdout=out, stderr=err, start_new_session=True)
    outputs = [(file or standard).fileno() for file, standard in ((out, sys.__stdout__), (err, sys.__stderr__))]  # type: ignore[union-attr]
    wanted = json.dumps({"arguments": list(arguments), "environment": environment}).encode()
    with _ONE_AT_A_TIME, adopting_orphans():
        socket.send_fds(_ready(), [len(wanted).to_bytes(4)], outputs)
        _ready().sendall(wanted)
        return Process(int.from_bytes(_exactly(_ready(), 4)), args)


def run(arguments: Sequence[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """`anam …`, to its end, and what it said."""
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        process = start(arguments, environment, out=out, err=err)
        code = process.wait()
        for file in (out, err):
            file.seek(0)
        return subprocess.CompletedProcess(process.args, code, out.read(), err.read())


@contextmanager
def adopting_orphans() -> Iterator[None]:
    """Who loses their parent becomes this process's, to be waited for."""
    prctl = ctypes.CDLL(None).prctl
    prctl(_SET_CHILD_SUBREAPER, 1)
    yield
    prctl(_SET_CHILD_SUBREAPER, 0)


@cache
def _ready() -> socket.socket:
    """The Python that is ready to be forked; it ends with this process."""
    ours, its = socket.socketpair()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ANAM_", "DJANGO_"))}
    subprocess.Popen(
        [sys.executable, "-m", "tests.starting", str(its.fileno())],
        env={**kept, "PYTHONUNBUFFERED": "1"},
        pass_fds=[its.fileno()],
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )
    its.close()
    atexit.register(ours.close)
    return ours


def _exactly(connection: socket.socket, count: int) -> bytes:
    found = b""
    while len(found) < count:
        more = connection.recv(count - len(found))
        if not more:
            raise EOFError
        found += more
    return found


def _be_forked(connection: socket.socket) -> list[str]:
    """For as long as the tests last; and once in each process that is forked: the answer is what it is to run."""
    while True:
        head, outputs, _, _ = socket.recv_fds(connection, 4, 2)
        if not head:
            sys.exit()
        wanted = json.loads(_exactly(connection, int.from_bytes(head)))
        between = os.fork()
        if not between:
            _become(connection, outputs, wanted["environment"])
            return list(wanted["arguments"])
        os.waitpid(between, 0)
        for output in outputs:
            os.close(output)


def _become(connection: socket.socket, outputs: list[int], environment: dict[str, str]) -> None:
    """Its parent has ended, so that the tests' own process has adopted it, before that is told who it is."""
    between = os.getpid()
    if os.fork():
        os._exit(0)
    os.setsid()
    while os.getppid() == between:
        select.select([], [], [], 0.001)
    connection.sendall(os.getpid().to_bytes(4))
    connection.close()
    for output, standard in zip(outputs, (1, 2), strict=True):
        os.dup2(output, standard)
        os.close(output)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()


def main() -> None:
    connection = socket.socket(fileno=int(sys.argv[1]))
    for name in LIBRARIES.split():
        import_module(name)
    assert not sys.modules["django.conf"].settings.configured
    assert "anam" not in sys.modules
    sys.argv = ["anam", *_be_forked(connection)]
    runpy.run_module("anam", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
