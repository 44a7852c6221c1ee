"""The payment gateway, and what those that there are need, as the environment names it. Each says so in its folder."""

import os
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from anam.config.environment import in_production
from anam.payments.gateways.registry import GATEWAYS, config_of, that_move_money


def gateway() -> str:
    """Who carries out payments by card: "" where nobody does. In production money moves, or it is refused (M1)."""
    name = os.environ.get("ANAM_GATEWAY", "" if in_production() else "sandbox")
    real = " or ".join(that_move_money())
    if name and name not in GATEWAYS:
        raise ImproperlyConfigured(f"ANAM_GATEWAY is {name}; it must be {real}, or in a demo sandbox.")
    if name and in_production() and not config_of(name).moves_money:
        raise ImproperlyConfigured(
            f"ANAM_GATEWAY is {name}; in production it must be {real}: the {name} moves no money."
        )
    return name


def gateway_settings(chosen: str) -> dict[str, Any]:
    """The settings of every gateway, by their names: a payment stays with the one that authorised it (M1)."""
    read = {}
    for name in GATEWAYS:
        for one in config_of(name).settings:
            read[one.key] = one.value
            if one.needed_as and name == chosen and not one.value:
                raise ImproperlyConfigured(f"ANAM_GATEWAY={name} needs {one.name}: {one.needed_as}.")
    return read


def origins_of_pages(chosen: str) -> list[str]:
    """Where a form may lead as well: the pages for cards of the gateway that is chosen, where it has some."""
    pages = config_of(chosen).pages_at if chosen else None
    return [pages.value] if pages else []
