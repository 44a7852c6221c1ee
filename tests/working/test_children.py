"""A child that is forked is a process like any other: it ends with a code, can be told to end, and dies with nobody."""

import os
import signal
import subprocess
import sys
import time

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing is forked")
_FORKS = """
import os, signal, sys, time
from anam.config.children import ZygoteFailed, forked
watcher = os.getpid()
def work():
    {work}
def after():
    {after}
try:
    child = forked({{"anam worker": work}}, after=after).get("anam worker")
except ZygoteFailed as failure:
    print("failed", failure.code)
    sys.exit()
{then}
"""


def said_by(work: str, then: str, *, after: str = "pass") -> str:
    """What a fresh program prints that forks: this one has threads."""
    code = _FORKS.format(work=work, then=then, after=after)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    return done.stdout.strip()


@pytest.mark.parametrize(
    ("work", "code"),
    [("pass", "0"), ("sys.exit(3)", "3"), ("raise ValueError", "1"), ("time.sleep(60)", "143")],
)
def test_its_exit_code_is_known(work: str, code: str) -> None:
    then = "time.sleep(0.3); child.terminate(); print(child.wait(20), child.poll() == child.returncode)"
    assert said_by(work, then) == f"{code} True"


def test_it_has_a_session_and_handlers_of_its_own_and_nothing_of_the_parents_end() -> None:
    work = "print(os.getsid(0) == os.getpid(), signal.getsignal(signal.SIGINT) == signal.default_int_handler)"
    then = "child.wait(20)"
    before = "import atexit; atexit.register(print, 'the parent ends')\nsignal.signal(signal.SIGTERM, lambda *_: None)"
    code = _FORKS.format(work=work, then=then, after="pass").replace("watcher = ", f"{before}\nwatcher = ")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.splitlines() == ["True True", "the parent ends"]


def test_what_is_imported_first_is_held_by_the_children_alone() -> None:
    work = "print(os.getppid() == watcher, 'wave' in sys.modules)"
    then = "child.wait(20); print('wave' in sys.modules)"
    assert said_by(work, then, after="import wave").splitlines() == ["True True", "False"]


def test_what_fails_before_they_are_forked_is_told_with_its_exit_code() -> None:
    assert said_by("print('never')", "print('nor this')", after="sys.exit(3)") == "failed 3"


def test_beside_a_thread_none_is_forked() -> None:
    after = "import threading; threading.Thread(target=time.sleep, args=[0.1], daemon=True).start()"
    assert said_by("print('never')", "print(child)", after=after) == "None"


def test_told_to_end_while_it_starts_it_lets_go_of_what_it_holds() -> None:
    """Anam's own database would otherwise run on for somebody who is gone."""
    work = "import atexit; atexit.register(print, 'let go'); time.sleep(60)"
    assert said_by(work, "time.sleep(0.3); child.terminate(); child.wait(20)") == "let go"


def test_it_dies_with_a_parent_that_was_killed() -> None:
    code = _FORKS.format(work="time.sleep(60)", then="print(child.pid, flush=True); time.sleep(60)", after="pass")
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        child = int(parent.stdout.readline())
        parent.kill()
    for _ in range(100):
        if not _lives(child):
            return
        time.sleep(0.1)
    os.kill(child, signal.SIGKILL)
    pytest.fail("it lives on")


def _lives(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
