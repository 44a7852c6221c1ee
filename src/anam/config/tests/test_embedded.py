"""Anam's own PostgreSQL, asked for by several processes at once."""

import subprocess
import sys
import threading
from pathlib import Path

from anam.config.database import CannotRun, _library, start_embedded

# Another process that starts the same server: it holds the lock, and the server has written the half of its file.
_STARTING = """
import sys, fasteners, pathlib
with fasteners.InterProcessLock(sys.argv[1]):
    half = pathlib.Path(sys.argv[2], "postmaster.pid")
    half.write_text("4242\\n" + sys.argv[2] + "\\n")
    print("starting", flush=True)
    sys.stdin.read()
    half.unlink()
"""


def test_whoever_comes_while_another_starts_the_server_waits_until_it_has_started(tmp_path: Path) -> None:
    (tmp_path / "PG_VERSION").write_text("18\n")
    lock = _library().PostgresServer._lock.path
    said: list[str] = []

    def join() -> None:
        try:
            start_embedded(tmp_path)
        except CannotRun as trouble:  # there are no more files of a server here than these
            said.append(str(trouble))

    joining = threading.Thread(target=join)
    command = [sys.executable, "-c", _STARTING, lock, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as another:
        assert another.stdout
        assert another.stdout.readline() == "starting\n"
        joining.start()
        joining.join(0.3)
        assert joining.is_alive()
        another.communicate("")
    joining.join()
    assert len(said) == 1
