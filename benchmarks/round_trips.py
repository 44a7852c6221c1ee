"""How often does a decline wait for the database? Counted on the wire, between the web process and PostgreSQL.

A turn is one wait: what the client sends, until the server's answers to it have come. Statements are counted there
too, by the server's own word that each is complete: BEGIN and COMMIT are statements.
"""

import argparse
import selectors
import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from benchmarks.decline import Member
from benchmarks.factories import fill, fresh_database, serving, set_up_django

_COMMAND_COMPLETE = b"C"
_SOCKET = ".s.PGSQL.5432"


class Wire:
    """A proxy in front of PostgreSQL that lets everything through, and counts."""

    def __init__(self, url: str, folder: Path) -> None:
        parts = urlsplit(url)
        query = dict(parse_qsl(parts.query))
        host = query.pop("host", None) or parts.hostname or "127.0.0.1"
        port = parts.port or 5432
        self._server = f"{host}/.s.PGSQL.{port}" if host.startswith("/") else (host, port)
        who = f"{parts.netloc.rpartition('@')[0]}@" if "@" in parts.netloc else "postgres:@"
        query |= {"host": str(folder), "sslmode": "disable", "gssencmode": "disable"}
        self.url = urlunsplit(("postgresql", who, quote(parts.path), urlencode(query, safe="/"), ""))
        self.turns, self.statements = 0, 0
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(folder / _SOCKET))
        self._listener.listen(64)
        threading.Thread(target=self._open, daemon=True).start()

    def reset(self) -> None:
        self.turns, self.statements = 0, 0

    def close(self) -> None:
        self._listener.close()

    def _open(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.socket(socket.AF_UNIX if isinstance(self._server, str) else socket.AF_INET)
                server.connect(self._server)
                threading.Thread(target=self._carry, args=(client, server), daemon=True).start()

    def _carry(self, client: socket.socket, server: socket.socket) -> None:
        """One connection, to its end."""
        clients_turn, said = False, b""
        with client, server, selectors.DefaultSelector() as both:
            both.register(client, selectors.EVENT_READ)
            both.register(server, selectors.EVENT_READ)
            with suppress(OSError):
                while True:
                    for ready, _ in both.select():
                        sent = ready.fileobj.recv(1 << 20)  # type: ignore[union-attr]  # it is one of the two
                        if not sent:
                            return
                        if ready.fileobj is client:
                            self.turns += not clients_turn
                            clients_turn = True
                            server.sendall(sent)
                        else:
                            clients_turn = False
                            said = self._count_statements(said + sent)
                            client.sendall(sent)

    def _count_statements(self, said: bytes) -> bytes:
        """Count what is complete in what the server has said; the answer is the rest, which is not a message yet."""
        while len(said) >= 5 and len(said) > (length := int.from_bytes(said[1:5])):
            self.statements += said[:1] == _COMMAND_COMPLETE
            said = said[length + 1 :]
        return said


@contextmanager
def counted(url: str) -> Iterator[Wire]:
    """A wire to the database of `url`; its own `url` leads through it."""
    with tempfile.TemporaryDirectory(prefix="wire") as folder:
        wire = Wire(url, Path(folder))
        try:
            yield wire
        finally:
            wire.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--declines", type=int, default=50)
    parser.add_argument("--port", type=int, default=8918)
    arguments = parser.parse_args()
    url = fresh_database()
    fill(url, orders=10 + arguments.declines)
    set_up_django(url)
    with counted(url) as wire, serving(wire.url, port=arguments.port):
        member = Member(arguments.port, "member1@bench.test")
        for order in range(1, 11):  # connections are opened, and statements prepared
            member.decline(order)
        wire.reset()
        for order in range(11, 11 + arguments.declines):
            member.decline(order)
        turns, statements = wire.turns / arguments.declines, wire.statements / arguments.declines
        print(f"A decline: {statements:.2f} statements in {turns:.2f} round trips.")


if __name__ == "__main__":
    main()
