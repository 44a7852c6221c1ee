"""Processes that are kept alive: started anew, or forked from one that has everything in memory.

Forked ones share what was imported, which is most of what a process at rest holds, and start at once.
"""

import atexit
import ctypes
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

# How long one that is told to stop may finish what it does.
GRACE_SECONDS = 15
_PR_SET_PDEATHSIG, _PR_SET_NAME = 1, 15


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


class Forked:
    """A copy of this process, in a session of its own, which does `work` and ends. Nothing here may have a thread."""

    def __init__(self, work: Callable[[], None], *, name: str) -> None:
        self.returncode: int | None = None
        sys.stdout.flush()
        sys.stderr.flush()
        parent = os.getpid()
        self.pid = os.fork()
        if self.pid == 0:
            os._exit(_done(work, parent, name))

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


def _done(work: Callable[[], None], parent: int, name: str) -> int:
    """Do it as a program does: with its own handlers for signals and for its end, and an exit code."""
    atexit._clear()  # what the parent does at its end is the parent's
    os.setsid()
    _prctl(_PR_SET_NAME, name.encode())  # as `ps -o comm` and `top` show it
    die_with_the_parent()
    if os.getppid() != parent:  # killed before that was said
        return 1
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
