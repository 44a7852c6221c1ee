"""The gateways that there are: a further one is a folder beside this and a line here.

Each is imported when it is first used: no process waits for the library of one that it never asks.
"""

from collections.abc import Callable, Mapping
from pkgutil import resolve_name

from anam.payments.gateways import Gateway

GATEWAYS: Mapping[str, str] = {
    "sandbox": "anam.payments.gateways.sandbox:Sandbox",
    "stripe": "anam.payments.gateways.stripe:Stripe",
}


def gateway_of(holder: str) -> Gateway:
    """The gateway that holds a payment; a payment stays with the one that authorised it."""
    made: Callable[[], Gateway] = resolve_name(GATEWAYS[holder])
    return made()
