"""The stand-in's own clock: it goes with the real one until it is stopped, and tests put it forward."""

import threading
import time
from datetime import UTC, datetime, timedelta

MINUTE, HOUR, DAY = 60, 3600, 86_400


class Clock:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ahead = 0.0
        self._stopped: float | None = None

    def now(self) -> float:
        return (time.time() if self._stopped is None else self._stopped) + self._ahead

    def stop(self) -> None:
        """From now on it goes on by `advance` alone, for a test in which a second counts."""
        self._stopped = time.time()

    def seconds(self) -> int:
        """Now, as Stripe writes it: whole seconds since 1970."""
        return int(self.now())

    def advance(self, by: float | timedelta) -> None:
        """Put the clock forward by so many seconds. It is never put back: what has ended would begin again."""
        seconds = by.total_seconds() if isinstance(by, timedelta) else by
        if seconds < 0:
            raise ValueError("the clock of the stand-in only goes forward")
        with self._lock:
            self._ahead += seconds

    def advance_to(self, moment: datetime | float) -> None:
        stamp = moment.timestamp() if isinstance(moment, datetime) else moment
        self.advance(max(0.0, stamp - self.now()))

    def moment(self) -> datetime:
        return datetime.fromtimestamp(self.now(), UTC)
