"""What the tests start is a process like any other."""

import os
import signal
import sys

import psutil
import pytest

from tests import starting


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere each is started from nothing")
def test_a_process_that_is_forked_is_ours_to_wait_for_and_to_kill() -> None:
    environment = {**os.environ, "ANAM_RECEIVE_MAIL": "127.0.0.1:0x"}
    said = starting.run(["receive-mail"], environment)
    assert (said.returncode, said.stdout) == (1, "")
    assert said.stderr.startswith("anam: ANAM_RECEIVE_MAIL is '127.0.0.1:0x'")
    running = starting.start(["shell", "-c", "import time; time.sleep(600)"], environment)
    assert psutil.Process(running.pid).ppid() == os.getpid()
    assert os.getsid(running.pid) == running.pid
    running.kill()
    assert running.wait(60) == -signal.SIGKILL
