"""A small mail server for what comes in: `anam receive-mail`. It takes mail for our own addresses and no other."""

import asyncio
import logging
import signal
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db import connection

from anam.incoming.actions.take_in import MAX_BYTES, take_in
from anam.mail.addresses import is_ours

MAX_RECIPIENTS = 10
SILENCE_SECONDS = 60
GRACE_SECONDS = 10
_log = logging.getLogger(__name__)


class _LongLines(SMTP):
    """Mail programs write lines of far more than the 1,000 bytes of RFC 5321, and mail servers pass them on.

    What a mail may weigh is the limit; a longer line is called too big, not too long.
    """

    line_length_limit = MAX_BYTES

    async def push(self, status: Any) -> None:
        too_long = isinstance(status, str) and status.startswith("500 Line too long")
        await super().push("552 Error: Too much mail data" if too_long else status)


class Door:
    """What is answered to whoever brings mail."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(max_workers=4, thread_name_prefix="mail")

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if not is_ours(address):
            return "550 5.1.1 There is no such address here"
        if len(envelope.rcpt_tos) >= MAX_RECIPIENTS:
            return "452 4.5.3 Too many recipients at once"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 OK"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        raw = envelope.original_content or b""
        loop = asyncio.get_running_loop()
        try:
            await loop.run_in_executor(self._threads, _keep, raw, envelope.mail_from or "", envelope.rcpt_tos)
        except Exception as trouble:  # whatever it is, the sender still has the mail and tries again
            _log.error("mail_not_taken", extra={"trouble": repr(trouble)})
            return "451 4.3.0 It cannot be kept at the moment: please try again"
        return "250 2.0.0 Taken"


def _keep(raw: bytes, envelope_from: str, recipients: list[str]) -> None:
    try:
        take_in(raw, envelope_from=envelope_from, recipients=recipients)
    finally:
        connection.close()


async def receive_mail(host: str, port: int) -> None:
    """Receive mail on host:port until told to stop."""
    loop, stopping = asyncio.get_running_loop(), asyncio.Event()
    for ending in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(ending, stopping.set)
    server = await listen(host, port)
    await stopping.wait()
    server.close()
    if not await _all_gone(server):
        getattr(server, "abort_clients", lambda: None)()  # Python 3.12 has none: they end with the process


async def listen(host: str, port: int) -> asyncio.Server:
    """The server, listening. It names itself by our reply domain, and takes at most HEAVIEST bytes."""
    door = Door()

    def connected() -> Any:
        return _LongLines(
            door,
            data_size_limit=MAX_BYTES,
            enable_SMTPUTF8=True,
            timeout=SILENCE_SECONDS,
            ident="Anam",
            loop=asyncio.get_running_loop(),
        )

    return await asyncio.get_running_loop().create_server(connected, host, port)


async def _all_gone(server: asyncio.Server) -> bool:
    try:
        await asyncio.wait_for(server.wait_closed(), GRACE_SECONDS)
    except TimeoutError:
        return False
    return True
