"""Django's way to a mail server, with a limit for the whole of it: a server that answers a byte at a time ends, too."""

import smtplib
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends import smtp

# Less than an e-mail is claimed for, and than a job of its lane may take
WHOLE_SECONDS = 60.0


class EmailBackend(smtp.EmailBackend):
    """Raises TimeoutError where all of it takes longer than WHOLE_SECONDS."""

    whole_seconds = WHOLE_SECONDS
    held: socket.socket | None = None

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        with self._within_seconds():
            return super().send_messages(email_messages) or 0

    def greet(self, *, within: float) -> None:
        """Connect, sign in and leave, as before an email. Raises what smtplib does; TimeoutError after `within` s."""
        self.timeout, self.whole_seconds = int(within), within
        with self._within_seconds():
            self.open()
            self.close()

    @contextmanager
    def _within_seconds(self) -> Iterator[None]:
        over = threading.Event()
        clock = threading.Timer(self.whole_seconds, self._hang_up, [over])
        clock.daemon = True
        clock.start()
        try:
            yield
        except OSError as trouble:
            if over.is_set():
                raise TimeoutError(f"the mail server took longer than {self.whole_seconds:.0f} s") from trouble
            raise
        finally:
            clock.cancel()
            if self.held:
                self.held.close()

    def _hang_up(self, over: threading.Event) -> None:
        over.set()
        with suppress(OSError):
            if self.held:
                self.held.shutdown(socket.SHUT_RDWR)

    @property
    def connection_class(self) -> Any:
        """Django's, telling us the socket as soon as there is one: before the server greets."""
        backend = self

        class Held(smtplib.SMTP):
            def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
                made: socket.socket = super()._get_socket(host, port, timeout)  # type: ignore[misc]
                backend.held = made.dup()  # what is encrypted later is the same connection
                return made

        class HeldAndSecure(smtplib.SMTP_SSL, Held):
            pass

        return HeldAndSecure if self.use_ssl else Held
