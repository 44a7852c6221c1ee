"""A file of somebody else's, by its address: from the open internet, wherever that leads on to, and not too much."""

import http.client
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urljoin

from anam.outbound.addresses import Unfit, read_url, resolve
from anam.outbound.connection import Pinned

WHOLE_SECONDS = 60.0
MAX_REDIRECTS = 3
# For tests, whose servers are of this machine; nobody sets it otherwise.
PRIVATE = False
_LEADS_ON = (301, 302, 303, 307, 308)
_PIECE = 65_536


class NotFetched(Exception):
    """It cannot be had: why, as a code ("private", "too_big", "too_slow", "status", …), and the answer's status."""

    def __init__(self, why: str, status: int = 0) -> None:
        super().__init__(why)
        self.why, self.status = why, status


def download(url: str, *, most: int) -> bytes:
    """What is at `url`, of `most` bytes at most. Raises NotFetched; every address on the way is looked at anew."""
    for _ in range(MAX_REDIRECTS + 1):
        try:
            answer = _answer(url, most)
        except Unfit as unfit:
            raise NotFetched(unfit.why) from None
        except (TimeoutError, ssl.SSLError, OSError, http.client.HTTPException) as trouble:
            raise NotFetched("too_slow" if isinstance(trouble, TimeoutError) else "no_connection") from None
        if isinstance(answer, bytes):
            return answer
        url = urljoin(url, answer)
    raise NotFetched("leads_on")


def _answer(url: str, most: int) -> bytes | str:
    """What stands there, or the address that it leads on to."""
    target = read_url(url, private=PRIVATE)
    pinned = Pinned(target, resolve(target, private=PRIVATE), seconds=WHOLE_SECONDS)
    with _until_too_slow(pinned):
        pinned.request("GET", target.path, headers={"Accept": "image/*", "Accept-Encoding": "identity"})
        response = pinned.getresponse()
        if response.status in _LEADS_ON:
            return response.headers.get("Location", "")
        if response.status != 200:
            raise NotFetched("status", response.status)
        if (response.length or 0) > most:
            raise NotFetched("too_big")
        return _read(response, most)


@contextmanager
def _until_too_slow(pinned: Pinned) -> Iterator[None]:
    clock = threading.Timer(WHOLE_SECONDS, pinned.give_up)
    clock.daemon = True
    clock.start()
    try:
        yield
        if pinned.over.is_set():  # what came until then is not the whole
            raise TimeoutError
    except (OSError, http.client.HTTPException):
        if pinned.over.is_set():
            raise TimeoutError from None
        raise
    finally:
        clock.cancel()
        pinned.close()


def _read(response: http.client.HTTPResponse, most: int) -> bytes:
    found = bytearray()
    while piece := response.read(_PIECE):
        found += piece
        if len(found) > most:
            raise NotFetched("too_big")
    return bytes(found)
