"""What may go wrong between us and Stripe, told to the stand-in for its next answers."""

import threading
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from tests.stripe_stand_in.errors import ApiError

KINDS = {
    "lost": "done, and the connection is closed without an answer",
    "cut": "done, and the answer ends in its middle",
    "slow": "done, and the answer comes after so many seconds",
    "late": "done only after so many seconds, whether or not anybody still waits",
    "unreachable": "not done: the connection is closed",
    "rate_limited": "not done: 429",
    "locked": "not done: 429, another request has the object",
    "conflict": "not done: 409, the key is in use",
    "broken": "not done: 500, which the key keeps",
    "broken_after": "done, and 500 is answered, which the key keeps",
    "gateway": "not done: 502 from a proxy, in HTML",
    "refused": "not done: the status and code that the test names, which the key keeps",
}
BEFORE = ("unreachable", "rate_limited", "locked", "conflict", "gateway")


@dataclass
class Fault:
    """Of the next `times` requests whose method and path fit (`*` is anything). `met`: how many met it so far."""

    kind: str
    path: str = "*"
    method: str = "*"
    times: int = 1
    seconds: float = 0.0
    status: int = 402
    code: str = "card_declined"
    message: str = "Your card was declined."
    met: int = 0
    arrived: threading.Event = field(default_factory=threading.Event, repr=False)
    released: threading.Event = field(default_factory=threading.Event, repr=False)

    def wait(self) -> None:
        """Of a slow or a late one: until its seconds are over, or the test says so (`released.set()`)."""
        self.arrived.set()
        self.released.wait(self.seconds)

    def error(self, key: str) -> ApiError | None:
        """What is answered instead of doing the work."""
        if self.kind == "rate_limited":
            return ApiError(429, "Request rate limit exceeded.", code="rate_limit", kept=False)
        if self.kind == "locked":
            message = (
                "This object cannot be accessed right now because another API request or Stripe process is currently"
            )
            return ApiError(429, f"{message} accessing it.", code="lock_timeout", kept=False)
        if self.kind == "conflict":
            message = f"There is currently another in-progress request using this Idempotent Key: {key}."
            return ApiError(409, message, type="idempotency_error", code="idempotency_key_in_use", kept=False)
        if self.kind == "broken":
            return broken()
        if self.kind == "refused":
            type_ = "card_error" if self.status == 402 else "invalid_request_error"
            return ApiError(self.status, self.message, type=type_, code=self.code)
        return None


def broken() -> ApiError:
    message = "An unknown error occurred. Please contact us at support@stripe.com."
    return ApiError(500, message, type="api_error")


class Faults:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.told: list[Fault] = []

    def add(self, fault: Fault) -> Fault:
        if fault.kind not in KINDS:
            raise ValueError(f"no fault is called {fault.kind}: {', '.join(KINDS)}")
        with self._lock:
            self.told.append(fault)
        return fault

    def take(self, method: str, path: str) -> Fault | None:
        """The fault that this request meets, counted down so that two requests do not share one."""
        with self._lock:
            for fault in self.told:
                fits = fnmatchcase(method, fault.method) and fnmatchcase(path, fault.path)
                if fits and fault.met < fault.times:
                    fault.met += 1
                    return fault
        return None

    def release(self) -> None:
        """Let nobody wait any longer."""
        with self._lock:
            for fault in self.told:
                fault.released.set()

    def clear(self) -> None:
        self.release()
        with self._lock:
            self.told.clear()
