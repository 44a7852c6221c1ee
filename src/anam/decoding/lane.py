"""One lane for pictures in each process of ours: one is decoded at a time, and few wait for it.

Whoever answers requests is never held for longer than the pictures of two messages take: more are refused, in words.
"""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from anam.decoding.unusable import Unusable

BUSY = (
    "Pictures from many people are being looked at just now. Nothing was sent: wait a moment and send it again, "
    "or send it without pictures."
)
MAX_SECONDS = 60.0  # by the clock on the wall, on however busy a machine; the process itself counts its own time
IDLE_SECONDS = 20.0
MAX_OF_ONE_PROCESS = 50
_TOOK_TOO_MUCH = Unusable("picture_too_much_work", "takes too long to read. Save it anew, smaller, and try again.")
# Nothing that is secret goes into the process that reads what strangers made.
_ENVIRONMENT = ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "TMPDIR", "VIRTUAL_ENV")

_turn, _next_in_line = threading.Lock(), threading.Lock()
_process: subprocess.Popen[bytes] | None = None
_asked = 0
_closing: threading.Timer | None = None

Made = tuple[dict[str, Any], list[bytes]] | Unusable


class Busy(Exception):
    """Others are decoded, and others wait already."""


def decoded(kind: str, contents: Sequence[bytes], *, patience: float | None) -> list[Made]:
    """What each of `contents` holds as a picture of `kind` ("message", "article" or "product"), or why it is none.

    Raises Busy where no turn comes within `patience` seconds, or somebody else waits for one; None waits for ever.
    """
    if not contents:
        return []
    with _a_turn(patience):
        return [_ask(kind, content) for content in contents]


@contextmanager
def _a_turn(patience: float | None) -> Iterator[None]:
    if patience is None:
        _turn.acquire()
    elif not _turn.acquire(blocking=False):
        _wait(patience)
    try:
        yield
    finally:
        _close_when_idle()
        _turn.release()


def _wait(patience: float) -> None:
    if not _next_in_line.acquire(blocking=False):
        raise Busy
    try:
        if not _turn.acquire(timeout=patience):
            raise Busy
    finally:
        _next_in_line.release()


def _ask(kind: str, content: bytes) -> Made:
    process = _running()
    too_long = threading.Timer(MAX_SECONDS, process.kill)
    too_long.start()
    try:
        return _exchange(process, kind, content)
    except (OSError, ValueError):  # it was ended, by itself or by us: the next picture has another
        _close()
        return _TOOK_TOO_MUCH
    finally:
        too_long.cancel()


def _exchange(process: subprocess.Popen[bytes], kind: str, content: bytes) -> Made:
    assert process.stdin
    assert process.stdout
    process.stdin.write(json.dumps({"kind": kind, "length": len(content)}).encode() + b"\n" + content)
    process.stdin.flush()
    answer = json.loads(process.stdout.readline())
    blobs = [process.stdout.read(length) for length in answer["lengths"]]
    if [len(blob) for blob in blobs] != answer["lengths"]:
        raise ValueError("it ended within its answer")
    if "unusable" in answer["facts"]:
        return Unusable(*answer["facts"]["unusable"])
    return answer["facts"], blobs


def _running() -> subprocess.Popen[bytes]:
    """The process that decodes; after so many pictures another one."""
    global _process, _asked
    if _process is not None and (_asked >= MAX_OF_ONE_PROCESS or _process.poll() is not None):
        _close()
    if _process is None:
        environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
        _process = subprocess.Popen(
            [sys.executable, "-m", "anam.decoding.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
        )
        _asked = 0
    _asked += 1
    return _process


def _close_when_idle() -> None:
    """Give its memory back once nobody has sent a picture for a while."""
    global _closing
    if _closing is not None:
        _closing.cancel()
    _closing = threading.Timer(IDLE_SECONDS, _close_if_nobody_asks)
    _closing.daemon = True
    _closing.start()


def _close_if_nobody_asks() -> None:
    if _turn.acquire(blocking=False):
        try:
            _close()
        finally:
            _turn.release()


def _close() -> None:
    global _process
    if _process is not None:
        _process.kill()
        for pipe in (_process.stdin, _process.stdout):
            with suppress(OSError):
                assert pipe
                pipe.close()
        _process.wait()
        _process = None
