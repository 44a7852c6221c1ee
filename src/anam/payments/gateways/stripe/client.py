"""Stripe's own library, as we use it: one version of the API, no retries, short waits, and nothing told beside it.

Nothing else in Anam imports it but this folder, which is loaded when the gateway is first used.
"""

import logging
from functools import cache

import stripe
from django.conf import settings
from stripe import RequestsClient, StripeClient

from anam.payments.gateways.stripe.no import No

API_VERSION = "2026-10-28.endive"
# To connect, and to answer. Not knowing is no harm, and a job has 120 seconds for four calls.
TIMEOUTS = (3.0, 15.0)

stripe.enable_telemetry = False


class _OurOwnWords(logging.Filter):
    """What the library logs holds bodies: cards, names, secrets of intents. Ours say what is to be known."""

    def filter(self, record: logging.LogRecord) -> bool:
        return False


logging.getLogger("stripe").addFilter(_OurOwnWords())
stripe._util.STRIPE_LOG = None  # its own way past our logs, onto stderr


def connect() -> StripeClient:
    """With the key that is set. Raises No where there is none."""
    if not settings.STRIPE_SECRET_KEY:
        raise No("gateway_key_missing", setting="ANAM_STRIPE_SECRET_KEY", holder="Stripe")
    return _client(settings.STRIPE_SECRET_KEY, settings.STRIPE_URL)


@cache
def _client(key: str, url: str) -> StripeClient:
    return StripeClient(
        key,
        stripe_version=API_VERSION,
        base_addresses={"api": url},
        max_network_retries=0,
        http_client=RequestsClient(timeout=TIMEOUTS),
    )
