"""A mail server that accepts connections and says nothing; or that says a byte now and then."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def silent_server(*, drip: bool = False) -> Iterator[tuple[int, list[float]]]:
    """Its port, and the times at which somebody came."""
    came: list[float] = []
    over = threading.Event()
    kept: list[socket.socket] = []

    def serve(listening: socket.socket) -> None:
        with suppress(OSError):
            while True:
                one, _ = listening.accept()
                came.append(time.monotonic())
                kept.append(one)
                if drip:
                    threading.Thread(target=drip_to, args=[one], daemon=True).start()

    def drip_to(one: socket.socket) -> None:
        with suppress(OSError):
            while not over.wait(0.05):
                one.sendall(b"2")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=serve, args=[listening], daemon=True).start()
        yield listening.getsockname()[1], came
        over.set()
    for one in kept:
        one.close()
