"""The gateways that there are: a further one is a folder, and a line here (M1). What people read stands in its folder.

Each is imported when it is first used: no process waits for the library of one that it never asks.
"""

from collections.abc import Callable
from pkgutil import resolve_name

from django.conf import settings

from anam.payments.gateways import Gateway
from anam.payments.gateways.config import GatewayConfig
from anam.payments.gateways.pages import HostsPages

GATEWAYS = {
    "stripe": "anam.payments.gateways.stripe:STRIPE",
    "sandbox": "anam.payments.gateways.sandbox:SANDBOX",
}


def config_of(holder: str) -> GatewayConfig:
    """What is known of a gateway without asking it."""
    config: GatewayConfig = resolve_name(GATEWAYS[holder])
    return config


def gateway_of(holder: str) -> Gateway:
    """The gateway that holds a payment; a payment stays with the one that authorised it."""
    made: Callable[[], Gateway] = resolve_name(config_of(holder).gateway)
    return made()


def pages_of(holder: str) -> HostsPages:
    """The pages of a gateway that has some."""
    made: Callable[[], HostsPages] = resolve_name(config_of(holder).pages)
    return made()


def chosen() -> GatewayConfig | None:
    """The gateway of new payments by card; None where nobody carries them out."""
    return config_of(settings.PAYMENT_GATEWAY) if settings.PAYMENT_GATEWAY else None


def that_move_money() -> dict[str, GatewayConfig]:
    """Those that a marketplace for real people can choose from, by their names in ANAM_GATEWAY."""
    return {name: config for name in GATEWAYS if (config := config_of(name)).moves_money}
