"""One connection to somebody else's server, which may be slow, wrong, huge or hostile."""

import http.client
import socket
import ssl
import threading
from contextlib import suppress
from functools import cache

from anam.outbound.addresses import Target

CONNECT_SECONDS = 5.0


class Pinned(http.client.HTTPConnection):
    """Connects to the very addresses that were looked at: the name is not resolved a second time."""

    def __init__(self, target: Target, addresses: list[str], *, seconds: float) -> None:
        super().__init__(target.host, target.port, timeout=CONNECT_SECONDS)
        self.target, self.addresses, self.seconds = target, addresses, seconds
        self.default_port = 443 if target.secure else 80
        self.over = threading.Event()
        self.held: socket.socket | None = None  # `sock` is handed to the answer, and None while that is read

    def connect(self) -> None:
        self.sock = self.held = self._first_that_answers()
        self.sock.settimeout(self.seconds)
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
