"""Processes that are kept alive: started anew, or forked from one that had imported everything for them.

Forked ones share what was imported, which is most of what a process at rest holds. What has imported it is gone once
they are forked, and whoever watches them holds none of it.
"""

import atexit
import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from typing import Protocol

from anam.config.garbage import collect_less_often

# How long one that is told to stop may finish what it does.
GRACE_SECONDS = 15
_PR_SET_PDEATHSIG, _PR_SET_NAME, _PR_SET_CHILD_SUBREAPER = 1, 15, 36


class Child(Protocol):
    """As subprocess.Popen has it."""

    pid: int
    returncode: int | None

    def poll(self) -> int | None: ...
    def terminate(self) -> None: ...
    def wait(self, timeout: float | None = None) -> int: ...


def started(*arguments: str) -> Child:
    """`anam …` in a process and a session of its own."""
    command = [sys.executable, "-m", "anam", *arguments]
    return subprocess.Popen(command, start_new_session=True, preexec_fn=die_with_the_parent)  # noqa: S603 - ours


class ZygoteFailed(Exception):
    """What was to be imported or done before forking failed; it has said why."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def forked(works: Mapping[str, Callable[[], None]], *, after: Callable[[], None]) -> dict[str, "Forked"]:
    """Copies of a process that has done `after`: each does one of `works`, in a session of its own, under that name.

    They are children of this process, which may have no thread. None is forked where `after` has left one.
    Raises ZygoteFailed with its exit code where `after` fails. On Linux alone.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    parent = os.getpid()
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)  # what the zygote leaves behind is ours
    told_from, told_to = os.pipe()
    zygote = os.fork()
    if zygote == 0:
        os.close(told_from)
        os._exit(_done(partial(_fork_each, works, after, parent, told_to)))
    os.close(told_to)
    with os.fdopen(told_from) as told:
        pids = [line.rstrip("\n").split("\t") for line in told]
    code = os.waitstatus_to_exitcode(os.waitpid(zygote, 0)[1])
    _prctl(_PR_SET_CHILD_SUBREAPER, 0)
    children = {name: Forked(int(pid)) for name, pid in pids}
    if code:
        for child in children.values():
            child.terminate()
        raise ZygoteFailed(code)
    return children


def _fork_each(works: Mapping[str, Callable[[], None]], after: Callable[[], None], parent: int, told_to: int) -> None:
    die_with_the_parent()
    after()
    if threading.active_count() > 1:
        return
    zygote = os.getpid()
    collect_less_often()  # what is shared stays shared: no collection touches it
    for name, work in works.items():
        sys.stdout.flush()
        sys.stderr.flush()
        pid = os.fork()
        if pid == 0:
            os.close(told_to)
            os._exit(_done(partial(_be_a_child, work, name, zygote, parent)))
        os.write(told_to, f"{name}\t{pid}\n".encode())


def _be_a_child(work: Callable[[], None], name: str, zygote: int, parent: int) -> None:
    os.setsid()
    _prctl(_PR_SET_NAME, name.encode())  # as `ps -o comm` and `top` show it
    while os.getppid() == zygote:  # its end is not to be ours
        time.sleep(0.005)
    die_with_the_parent()
    if os.getppid() != parent:  # killed before that was said
        sys.exit(1)
    work()


class Forked:
    """A child of this process, known by its number."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Its exit code, if it has ended; negative where a signal ended it."""
        if self.returncode is None:
            with suppress(ChildProcessError):
                pid, status = os.waitpid(self.pid, os.WNOHANG)
                self.returncode = os.waitstatus_to_exitcode(status) if pid else None
        return self.returncode

    def terminate(self) -> None:
        with suppress(ProcessLookupError):
            if self.returncode is None:
                os.kill(self.pid, signal.SIGTERM)

    def wait(self, timeout: float | None = None) -> int:
        """Its exit code. Raises subprocess.TimeoutExpired."""
        until = time.monotonic() + timeout if timeout is not None else None
        while self.poll() is None:
            if until is not None and time.monotonic() >= until:
                raise subprocess.TimeoutExpired(["anam"], timeout or 0)
            time.sleep(0.02)
        return self.returncode or 0


def _done(work: Callable[[], None]) -> int:
    """Do it as a program does: with its own handlers for signals and for its end, and an exit code."""
    atexit._clear()  # what the parent does at its end is the parent's
    for ending in (signal.SIGTERM, signal.SIGHUP):  # until the work has handlers of its own: what it holds is let go of
        signal.signal(ending, lambda number, _frame: sys.exit(128 + number))
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        work()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:
        traceback.print_exc()
        code = 1
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    return code


def die_with_the_parent(by: signal.Signals = signal.SIGTERM) -> None:
    """On Linux, a child of a parent that was killed stops too, instead of holding the port for ever."""
    _prctl(_PR_SET_PDEATHSIG, by)


def _prctl(what: int, value: int | bytes) -> None:
    """Where there is none, as on a Mac, nothing is said."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(what, value)
