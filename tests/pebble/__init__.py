"""Pebble, a gateway that there is in tests alone: what a further one needs is a folder like this, and a line."""

from django.core.exceptions import ImproperlyConfigured

from anam.payments.gateways.config import GatewayConfig, GatewaySetting


def _token(text: str) -> str:
    if text and not text.startswith("pb_"):
        raise ImproperlyConfigured("ANAM_PEBBLE_TOKEN is no token of Pebble: those begin with pb_.")
    return text


_PAGES = GatewaySetting("ANAM_PEBBLE_PAGES", default="https://pay.pebble.example")

PEBBLE = GatewayConfig(
    label="Pebble",
    gateway="tests.pebble.pebble_gateway:Pebble",
    pages="tests.pebble.pebble_gateway:PebblePages",
    pages_at=_PAGES,
    settings=(
        GatewaySetting(
            "ANAM_PEBBLE_TOKEN",
            _token,
            needed_as="the token of your shop at Pebble",
            example="pb_…",
            found="At Pebble: Shop, Tokens, for {webhook}",
        ),
        _PAGES,
    ),
)
