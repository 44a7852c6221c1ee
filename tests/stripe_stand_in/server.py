"""The HTTP of it: a thread for each connection, and the faults that happen on the way back."""

import contextlib
import json
import socket
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from tests.stripe_stand_in import hosted_page
from tests.stripe_stand_in.account import Account, Object
from tests.stripe_stand_in.engine import Engine, Request, Response

# What is answered beside the API: a method and a path to status, type and text.
Control = Callable[[str, str, dict[str, Any]], tuple[int, str, str]]


class Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, address: tuple[str, int], engine: Engine, control: Control) -> None:
        self.engine = engine
        self.control = control
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        super().__init__(address, Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever asked has gone away: that is no news here."""

    def stop(self) -> None:
        """Let nobody in, and close what is open."""
        stopper = threading.Thread(target=self.shutdown)
        stopper.start()
        with contextlib.suppress(OSError):  # its loop looks up when somebody knocks, and otherwise twice a second
            socket.create_connection((str(self.server_address[0]), int(self.server_address[1])), 1).close()
        stopper.join()
        self.server_close()
        with self._lock:
            for connection in self._open:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)


class Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        self._handle("GET")

    def do_POST(self) -> None:
        self._handle("POST")

    def do_DELETE(self) -> None:
        self._handle("DELETE")

    def log_message(self, *args: Any) -> None:
        """Tests read `StandIn.requests` instead."""

    def _handle(self, method: str) -> None:
        parts = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        if parts.path.startswith("/v1/") or parts.path.startswith("/v2/"):
            headers = {name.lower(): value for name, value in self.headers.items()}
            form = body if method == "POST" else parts.query
            self._deliver(self.server.engine.answer(Request(method, parts.path, headers, form)))
        elif parts.path.startswith("/c/pay/"):
            self._show_page(method, parts.path.removeprefix("/c/pay/"), body)
        else:
            status, kind, text = self.server.control(method, parts.path, json.loads(body or "{}"))
            self._write(status, text.encode(), {"Content-Type": f"{kind}; charset=utf-8"})

    def _show_page(self, method: str, session_id: str, body: str) -> None:
        with self.server.engine.lock:
            account, session = self._session(session_id)
            if session is None or account is None:
                self._write(404, b"<h1>Something went wrong</h1>", {"Content-Type": "text/html"})
                return
            account.let_time_pass()
            submitting = method == "POST"
            status, text = (
                hosted_page.submit(account, session, body) if submitting else hosted_page.show(account, session)
            )
        if status == 303:
            self._write(303, b"", {"Location": text})
        else:
            self._write(status, text.encode(), {"Content-Type": "text/html; charset=utf-8"})

    def _session(self, session_id: str) -> tuple[Account | None, Object | None]:
        for account in self.server.engine.keys.values():
            entry = account.objects.get(session_id)
            if entry and entry["object"] == "checkout.session":
                return account, entry
        return None, None

    def _deliver(self, response: Response) -> None:
        kind = response.fault.kind if response.fault else ""
        if kind in ("lost", "unreachable"):
            self.close_connection = True
            return
        if kind == "slow" and response.fault:
            response.fault.wait()
        self._write(response.status, response.body, response.headers, cut=kind == "cut")

    def _write(self, status: int, body: bytes, headers: dict[str, str], *, cut: bool = False) -> None:
        """In one piece: two would wait for each other's acknowledgement."""
        lines = [f"HTTP/1.1 {status} {self.responses[status][0]}", f"Content-Length: {len(body)}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        self.close_connection = self.close_connection or cut
        if self.close_connection:
            lines.append("Connection: close")
        head = "\r\n".join([*lines, "", ""]).encode()
        self.wfile.write(head + (body[: len(body) // 2] if cut else body))
