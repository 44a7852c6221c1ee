"""Sends events to endpoints, signed as Stripe signs: at once, or as a test says (late, twice, out of order)."""

import hashlib
import hmac
import http.client
import json
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from urllib.parse import urlsplit

from tests.stripe_stand_in.account import Object, random_text
from tests.stripe_stand_in.clock import DAY, HOUR, Clock

OLD_SECRET_SIGNS_FOR = DAY
RETRIED_FOR = 3 * DAY
TIMEOUT_SECONDS = 10.0


@dataclass
class Endpoint:
    """Where events are sent. While a secret is rolled, both sign."""

    url: str
    secret: str
    events: tuple[str, ...] = ("*",)
    old_secret: str = ""
    old_until: float = 0.0

    def wants(self, event: Object) -> bool:
        return any(fnmatchcase(event["type"], pattern) for pattern in self.events)


@dataclass
class Delivery:
    """One event on its way to one endpoint. `statuses` are the answers so far; 0 is none at all."""

    event: Object
    endpoint: Endpoint
    due: float
    statuses: list[int] = field(default_factory=list)
    done: bool = False


def new_secret() -> str:
    return f"whsec_{random_text(32)}"


def body_of(event: Object) -> bytes:
    """The bytes that are sent and signed: indented, as Stripe sends them, so that nobody signs their own copy."""
    return json.dumps(event, indent=2, ensure_ascii=False).encode()


def signature(body: bytes, secrets: Iterable[str], *, at: float | None = None) -> str:
    """`Stripe-Signature`: the real time, which is the receiver's, and a signature by each secret."""
    stamp = int(time.time() if at is None else at)
    signed = f"{stamp}.".encode() + body
    parts = [f"v1={hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()}" for secret in secrets]
    return ",".join([f"t={stamp}", *parts, f"v0={hashlib.sha256(signed).hexdigest()}"])


class Webhooks:
    """Every event becomes a delivery to each endpoint that wants it. `paused`: nothing is sent but by `send`."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.endpoints: list[Endpoint] = []
        self.deliveries: list[Delivery] = []
        self.paused = False
        self.delay = 0.0  # seconds of the stand-in's clock between an event and its sending
        self._changed = threading.Condition()
        self._sending = 0
        self._thread: threading.Thread | None = None
        self._stopped = False

    def add_endpoint(self, url: str, *, secret: str = "", events: Sequence[str] = ("*",)) -> Endpoint:
        endpoint = Endpoint(url, secret or new_secret(), tuple(events))
        with self._changed:
            self.endpoints.append(endpoint)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, daemon=True, name="stripe-webhooks")
                self._thread.start()
        return endpoint

    def roll_secret(self, endpoint: Endpoint) -> str:
        """A new secret; the old one signs as well for a day."""
        endpoint.old_secret, endpoint.old_until = endpoint.secret, self.clock.now() + OLD_SECRET_SIGNS_FOR
        endpoint.secret = new_secret()
        return endpoint.secret

    def secrets_of(self, endpoint: Endpoint) -> list[str]:
        old = [endpoint.old_secret] if endpoint.old_secret and self.clock.now() < endpoint.old_until else []
        return [endpoint.secret, *old]

    def announce(self, event: Object) -> None:
        with self._changed:
            for endpoint in self.endpoints:
                if endpoint.wants(event):
                    self.deliveries.append(Delivery(event, endpoint, self.clock.now() + self.delay))
                    event["pending_webhooks"] += 1
            self._changed.notify_all()

    def send(
        self,
        deliveries: Iterable[Delivery] | None = None,
        *,
        copies: int = 1,
        order: Callable[[list[Delivery]], Iterable[Delivery]] = iter,
    ) -> list[int]:
        """Send these now (all that are not done, if not said), each so many times; the statuses that came back.

        `order`: `reversed` for the newest first, or any other permutation."""
        waiting = [delivery for delivery in self.deliveries if not delivery.done] if deliveries is None else deliveries
        return [self._send(delivery) for delivery in order(list(waiting)) for _ in range(copies)]

    def wait(self, *, seconds: float = 30.0) -> None:
        """Until all that is due was sent. Raises TimeoutError."""
        with self._changed:
            if not self._changed.wait_for(lambda: not self._due() and not self._sending, seconds):
                raise TimeoutError("webhooks are still on their way")

    def wake(self) -> None:
        with self._changed:
            self._changed.notify_all()

    def stop(self) -> None:
        with self._changed:
            self._stopped = True
            self._changed.notify_all()

    def _due(self) -> list[Delivery]:
        now = self.clock.now()
        if self.paused:
            return []
        return [delivery for delivery in self.deliveries if not delivery.done and delivery.due <= now]

    def _work(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._stopped or self._due(), 1.0)
                if self._stopped:
                    return
                due = self._due()[:1]
                self._sending = len(due)
            for delivery in due:
                self._send(delivery)
            with self._changed:
                self._sending = 0
                self._changed.notify_all()

    def _send(self, delivery: Delivery) -> int:
        body = body_of(delivery.event)
        header = signature(body, self.secrets_of(delivery.endpoint))
        status = _post(delivery.endpoint.url, body, header)
        with self._changed:
            delivery.statuses.append(status)
            self._settle(delivery, status)
        return status

    def _settle(self, delivery: Delivery, status: int) -> None:
        """Anything but 2xx is tried again: after an hour, then after twice as long, for three days."""
        if delivery.done:
            return
        wait = HOUR * 2 ** (len(delivery.statuses) - 1)
        given_up = self.clock.now() + wait > delivery.event["created"] + RETRIED_FOR
        if 200 <= status < 300 or given_up:
            delivery.done = True
            delivery.event["pending_webhooks"] -= 1
        else:
            delivery.due = self.clock.now() + wait


def _post(url: str, body: bytes, header: str) -> int:
    """The status that came back, 0 for none. A redirect is not followed: Stripe takes it for a failure."""
    headers = {"Content-Type": "application/json; charset=utf-8", "Stripe-Signature": header}
    headers["User-Agent"] = "Stripe/1.0 (+https://stripe.com/docs/webhooks)"
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    connect = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    connection = connect(parts.netloc, timeout=TIMEOUT_SECONDS)
    try:
        connection.request("POST", parts._replace(scheme="", netloc="").geturl() or "/", body, headers)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()
