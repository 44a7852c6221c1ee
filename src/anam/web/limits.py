"""How often one visitor may do what anybody may do, counted over all processes."""

import hashlib
import ipaddress
import time

from django.core.cache import cache
from django.http import HttpRequest

HOUR = 3600


def network_of(address: str) -> str:
    """The network that one visitor has to themselves: an IPv4 address, or the /64 of an IPv6 one."""
    try:
        found = ipaddress.ip_address(address.strip())
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address) and not found.ipv4_mapped:
        return str(ipaddress.ip_network((found, 64), strict=False).network_address)
    return str(found.ipv4_mapped or found if isinstance(found, ipaddress.IPv6Address) else found)


def too_many(request: HttpRequest, what: str, *, most: int, seconds: int = HOUR) -> bool:
    """Whether this visitor's network has done `what` more than `most` times within `seconds`. Counts this time."""
    from allauth.account.adapter import get_adapter

    return too_many_of(get_adapter().get_client_ip(request), what, most=most, seconds=seconds)


def too_many_of(who: str, what: str, *, most: int, seconds: int = HOUR) -> bool:
    """Whether `what` was done more than `most` times within `seconds` by or for `who`. Counts this time."""
    visitor = hashlib.sha256(who.encode()).hexdigest()[:32]
    key, now = f"{what}:{visitor}", time.time()
    times, until = cache.get(key) or (0, 0.0)
    if until <= now:
        times, until = 0, now + seconds
    cache.set(key, (times + 1, until), timeout=until - now)
    return bool(times >= most)
