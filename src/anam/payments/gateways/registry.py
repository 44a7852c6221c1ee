"""The gateways that there are: a further one is a folder beside this and a line here.

Each is imported when it is first used: no process waits for the library of one that it never asks.
"""

from collections.abc import Callable, Mapping
from pkgutil import resolve_name

from anam.payments.gateways import Gateway
from anam.payments.gateways.pages import HostsPages

GATEWAYS: Mapping[str, str] = {
    "sandbox": "anam.payments.gateways.sandbox.gateway:Sandbox",
    "stripe": "anam.payments.gateways.stripe.gateway:Stripe",
}
# Those that have buyers enter their cards at pages of their own.
PAGES: Mapping[str, str] = {"stripe": "anam.payments.gateways.stripe.hosted_pages:StripePages"}


def gateway_of(holder: str) -> Gateway:
    """The gateway that holds a payment; a payment stays with the one that authorised it."""
    made: Callable[[], Gateway] = resolve_name(GATEWAYS[holder])
    return made()


def pages_of(holder: str) -> HostsPages:
    """The pages of a gateway that has some. Raises KeyError where it has none."""
    made: Callable[[], HostsPages] = resolve_name(PAGES[holder])
    return made()
