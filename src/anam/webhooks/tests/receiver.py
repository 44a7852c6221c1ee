"""A real receiver on this machine, which answers as it is told and keeps what it was sent."""

import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import trustme
from standardwebhooks import Webhook


@dataclass
class Received:
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    def verified(self, secret: str) -> Any:
        """What it says, if it was signed with `secret`."""
        return Webhook(secret).verify(self.body, self.headers)


@dataclass
class Receiver:
    """Its first answers are those of `statuses`, and then always the last."""

    url: str
    statuses: list[int] = field(default_factory=lambda: [200])
    says: bytes = b"thank you"
    headers: dict[str, str] = field(default_factory=dict)
    drips: bool = False
    waits: float = 0
    received: list[Received] = field(default_factory=list)


@contextmanager
def receiving(*, certificate: trustme.LeafCert | None = None, **how: Any) -> Iterator[Receiver]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Answering)
    server.daemon_threads = True
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate.configure_cert(context)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    server.receiver = Receiver(f"http://127.0.0.1:{server.server_port}/hook", **how)  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield server.receiver  # type: ignore[attr-defined]
    server.shutdown()
    server.server_close()


class _Answering(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        receiver: Receiver = self.server.receiver  # type: ignore[attr-defined]
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        receiver.received.append(Received(self.path, headers, body))
        status = receiver.statuses.pop(0) if len(receiver.statuses) > 1 else receiver.statuses[0]
        time.sleep(receiver.waits)
        with suppress(OSError):  # nobody listens any more
            self._answer(receiver, status)

    def _answer(self, receiver: Receiver, status: int) -> None:
        self.send_response(status)
        for name, value in receiver.headers.items():
            self.send_header(name, value)
        self.end_headers()
        while receiver.drips:
            self.wfile.write(b".")
            time.sleep(0.05)
        self.wfile.write(receiver.says)

    def log_message(self, *_: Any) -> None:
        pass
