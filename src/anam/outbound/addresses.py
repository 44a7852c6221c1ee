"""Where a request may lead: never to this server or into its network, however the name resolves."""

import ipaddress
import socket
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import psutil
from django.conf import settings

from anam.addresses import taken_apart

MAX_URL_LENGTH = 500
NAT64 = ipaddress.ip_network("64:ff9b::/96")
V4_COMPATIBLE = ipaddress.ip_network("::/96")
# A question to somebody's slow name server ends when it likes; whoever waits for it does not wait that long.
LOOK_UP_SECONDS = 5.0
_LOOKING_UP = ThreadPoolExecutor(8, "looks-up-names")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Unfit(Exception):
    """An address that nothing is asked of: "not_plain", "not_secure", "with_user", "port", "no_host" or "private"."""

    def __init__(self, why: str, host: str = "") -> None:
        super().__init__(why)
        self.why, self.host = why, host


@dataclass(frozen=True)
class Target:
    """An address of the web, taken apart."""

    host: str
    port: int
    secure: bool
    path: str


def read_url(url: str, *, private: bool = False) -> Target:
    """`url`, taken apart. Raises Unfit for what is asked nothing, whatever it resolves to; `private` allows http."""
    if not url.isascii() or not url.isprintable() or any(sign in url for sign in ' \\"<>') or len(url) > MAX_URL_LENGTH:
        raise Unfit("not_plain")
    parts = taken_apart(url)
    if parts is None:
        raise Unfit("not_plain")
    host, port = (parts.hostname or "").rstrip("."), parts.port
    if parts.scheme != "https" and not (private and parts.scheme == "http"):
        raise Unfit("not_secure")
    if not host or "%" in host or "@" in parts.netloc or parts.fragment:
        raise Unfit("with_user")
    port = port if port is not None else 443 if parts.scheme == "https" else 80
    if port not in (80, 443) and port < 1024:
        raise Unfit("port")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(host, port, parts.scheme == "https", path)


def resolve(target: Target, *, private: bool = False) -> list[str]:
    """The addresses of its host, each of which may be connected to.

    Raises Unfit: "no_host" where there is none, "private" where any of them is not of the open internet or is this
    server's own, unless `private` allows that.
    """
    try:
        found = _LOOKING_UP.submit(_look_up, target).result(LOOK_UP_SECONDS)
    except (OSError, UnicodeError):  # TimeoutError is an OSError
        raise Unfit("no_host", target.host) from None
    addresses = list(dict.fromkeys(str(row[4][0]) for row in found))
    if not private and (_is_ours(target.host) or not all(map(is_outside, addresses))):
        raise Unfit("private", target.host)
    return addresses


def _look_up(target: Target) -> list[Any]:
    return socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)


def is_outside(address: str) -> bool:
    """Whether it is of the open internet, and not one of this machine's own."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:  # with a zone, as in fe80::1%eth0
        return False
    meant = _meant(found)
    return meant is not None and meant.is_global and not meant.is_multicast and str(meant) not in _of_this_machine()


def _meant(address: Address) -> Address | None:
    """The address that is reached in the end: that within the IPv6 forms of IPv4. None: of a kind nobody needs."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address.ipv4_mapped:
        return address.ipv4_mapped
    if address in NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if address in V4_COMPATIBLE or address.teredo or address.is_site_local or address.is_reserved:
        return None
    return address.sixtofour or address


def _of_this_machine() -> set[str]:
    return {str(one.address) for found in psutil.net_if_addrs().values() for one in found}


def _is_ours(host: str) -> bool:
    ours = taken_apart(settings.SITE_URL)
    return host in {ours.hostname if ours else "", *settings.ALLOWED_HOSTS}
