"""One request to somebody else's server, which may be slow, wrong, huge or hostile."""

import http.client
import socket
import ssl
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache

from anam.coded import Coded, coded, worded
from anam.refusals import Refused
from anam.webhooks.accepting import accepts
from anam.webhooks.addresses import Target, read_url, resolve
from anam.webhooks.sentences import NO_ANSWER

CONNECT_SECONDS = 5.0
WHOLE_SECONDS = 15.0
MAX_READ = 65_536
KEPT = 500


@dataclass(frozen=True)
class Answer:
    """What came back: a status and how the body began; or no status, and why not (a code of NO_ANSWER)."""

    status: int | None
    body: str
    took_ms: int
    why: Coded = field(default_factory=dict)

    @property
    def words(self) -> str:
        return self.body or worded(self.why, NO_ANSWER)

    @property
    def is_success(self) -> bool:
        return accepts(self.status)


def post(url: str, body: bytes, headers: dict[str, str]) -> Answer:
    """Send `body`. Follows no redirect, uses no proxy, and connects only to an address that was looked at."""
    began = time.monotonic()
    status, beginning, why = None, "", Coded()
    try:
        target = read_url(url)
        status, beginning = _exchange(_Pinned(target, resolve(target)), target.path, body, headers)
    except Refused as refused:
        why = refused.refusal.kept
    except TimeoutError:
        why = coded("too_slow", seconds=round(WHOLE_SECONDS))
    except ssl.SSLError as trouble:
        why = coded("not_secure", error=str(trouble.reason or trouble)[:KEPT])
    except (OSError, http.client.HTTPException) as trouble:
        error = getattr(trouble, "strerror", None) or str(trouble) or type(trouble).__name__
        why = coded("no_connection", error=error[:KEPT])
    return Answer(status, beginning[:KEPT].replace("\0", ""), round((time.monotonic() - began) * 1000), why)


class _Pinned(http.client.HTTPConnection):
    """Connects to the very addresses that were looked at: the name is not resolved a second time."""

    def __init__(self, target: Target, addresses: list[str]) -> None:
        super().__init__(target.host, target.port, timeout=CONNECT_SECONDS)
        self.target, self.addresses = target, addresses
        self.default_port = 443 if target.secure else 80
        self.over = threading.Event()
        self.held: socket.socket | None = None  # `sock` is handed to the answer, and None while that is read

    def connect(self) -> None:
        self.sock = self.held = self._first_that_answers()
        self.sock.settimeout(WHOLE_SECONDS)
        if self.target.secure:
            wrapped = _trust().wrap_socket(self.sock, server_hostname=self.target.host, do_handshake_on_connect=False)
            self.sock = self.held = wrapped
            wrapped.do_handshake()

    def _first_that_answers(self) -> socket.socket:
        for place, address in enumerate(self.addresses, 1):
            try:
                return socket.create_connection((address, self.target.port), CONNECT_SECONDS)
            except OSError:
                if place == len(self.addresses) or self.over.is_set():
                    raise
        raise OSError("it has no address")

    def give_up(self) -> None:
        """Called when the whole has taken too long: wakes whoever waits for the other side."""
        self.over.set()
        with suppress(OSError):
            if self.held:
                socket.socket.shutdown(self.held, socket.SHUT_RDWR)


@cache
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()


def _exchange(connection: _Pinned, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
    clock = threading.Timer(WHOLE_SECONDS, connection.give_up)
    clock.daemon = True
    clock.start()
    try:
        connection.request("POST", path, body, headers)
        response = connection.getresponse()
        return response.status, _beginning(response)
    except (OSError, http.client.HTTPException):
        if connection.over.is_set():
            raise TimeoutError from None
        raise
    finally:
        clock.cancel()
        connection.close()


def _beginning(response: http.client.HTTPResponse) -> str:
    """How the body begins. It is read as far as there is an end in sight; the status counts in any case."""
    try:
        read = response.read(MAX_READ)
    except http.client.IncompleteRead as cut:
        read = cut.partial
    except (OSError, http.client.HTTPException):
        read = b""
    return read.decode(errors="replace")
