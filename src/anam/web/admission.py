"""A bounded queue in front of the pages: whoever cannot be answered soon is told so at once, and nothing was done.

So many requests are answered at once, and so many wait. What acts (a decline, an order) is let in before what only
looks, and has more room to wait: where that is full, whoever came last to look goes. Health and figures never wait.
"""

from collections import deque
from collections.abc import Callable
from threading import Event, Lock

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from anam.media.pictures import ADDRESS
from anam.web.figures import SHED

# Of one page a browser asks for many pictures at once; each is a file, and costs next to nothing.
UNQUEUED = ("/healthz", "/readyz", "/metrics", ADDRESS)
LOOKS = ("GET", "HEAD", "OPTIONS")
# No answer is waited for longer: something is stuck then, and more of the same would not help.
PATIENCE_SECONDS = 10.0
RETRY_AFTER_SECONDS = 2


class Queue:
    """Who is being answered, and who waits for that, in one process."""

    def __init__(self, *, at_once: int, waiting: int) -> None:
        self._free, self._waiting = at_once, waiting
        self._acts: deque[_Ticket] = deque()
        self._looks: deque[_Ticket] = deque()
        self._lock = Lock()

    def enter(self, *, acts: bool, patience: float = PATIENCE_SECONDS) -> bool:
        """Wait for a place. False where there is none to be had; else `leave` gives it back."""
        with self._lock:
            if self._free:
                self._free -= 1
                return True
            if not self._has_room(acts):
                return False
            ticket = _Ticket()
            line = self._acts if acts else self._looks
            line.append(ticket)
        ticket.called.wait(patience)
        with self._lock:
            if not ticket.called.is_set():
                line.remove(ticket)
            return ticket.admitted

    def leave(self) -> None:
        """Give the place to whoever is next."""
        with self._lock:
            if line := self._acts or self._looks:
                line.popleft().call(admitted=True)
            else:
                self._free += 1

    def _has_room(self, acts: bool) -> bool:
        if not acts:
            return len(self._looks) < self._waiting // 4 and len(self._acts) + len(self._looks) < self._waiting
        if len(self._acts) >= self._waiting:
            return False
        if len(self._acts) + len(self._looks) >= self._waiting:
            self._looks.pop().call(admitted=False)
        return True


class _Ticket:
    def __init__(self) -> None:
        self.called, self.admitted = Event(), False

    def call(self, *, admitted: bool) -> None:
        self.admitted = admitted
        self.called.set()


def admit(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answer in turn; past the queue, 503 with when to try again."""
    queue = Queue(at_once=settings.WEB_AT_ONCE, waiting=settings.WEB_WAITING)

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path.startswith(UNQUEUED):
            return answer(request)
        if not queue.enter(acts=request.method not in LOOKS):
            SHED.labels("look" if request.method in LOOKS else "act").inc()
            request.asks_nothing = True  # type: ignore[attr-defined]
            busy = render(request, "503.html", status=503)
            busy["Retry-After"] = str(RETRY_AFTER_SECONDS)
            busy._has_been_logged = True  # type: ignore[attr-defined]  # it is counted: a line for each floods the log
            return busy
        try:
            return answer(request)
        finally:
            queue.leave()

    return middleware
