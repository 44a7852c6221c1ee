"""One request to somebody else's server, which may be slow, wrong, huge or hostile."""

import http.client
import ssl
import threading
import time
from dataclasses import dataclass, field

from anam.coded import Coded, coded, worded
from anam.outbound.connection import Pinned
from anam.refusals import Refused
from anam.webhooks.accepting import accepts
from anam.webhooks.addresses import read_url, resolve
from anam.webhooks.sentences import NO_ANSWER

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
        status, beginning = _exchange(
            Pinned(target, resolve(target), seconds=WHOLE_SECONDS), target.path, body, headers
        )
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


def _exchange(connection: Pinned, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
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
