"""For programs that run at a faked hour only (bin/at puts this folder first): `time.sleep` as it should be.

libfaketime 0.9.10 refuses the clock by which Python sleeps. Waiting for nothing to happen takes as long.
"""

import select
import time


def _sleep(seconds: float) -> None:
    if seconds < 0:
        raise ValueError("sleep length must be non-negative")
    select.select([], [], [], seconds)


time.sleep = _sleep
