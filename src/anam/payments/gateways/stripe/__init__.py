"""Stripe, as it is known before it is loaded: its name, settings and pages (M1). Its library is not imported here."""

import re

from django.core.exceptions import ImproperlyConfigured

from anam.config.environment import in_production
from anam.payments.gateways.config import GatewayConfig, GatewaySetting

_KEY = re.compile(r"[sr]k_(test|live)_\w+")
_SECRET = re.compile(r"whsec_\S+")
MAX_SECRETS = 2  # the one in use, and while it is rotated the next


def _secret_key(key: str) -> str:
    """The secret key of the account at Stripe: a live one in production, a test one elsewhere. Never shown."""
    if not key:
        return ""
    if key.startswith("pk_"):
        raise ImproperlyConfigured("ANAM_STRIPE_SECRET_KEY is a publishable key; it must be the secret one, sk_….")
    found = _KEY.fullmatch(key)
    if not found:
        raise ImproperlyConfigured("ANAM_STRIPE_SECRET_KEY is no secret key of Stripe: those begin with sk_ or rk_.")
    if in_production() and found[1] == "test":
        raise ImproperlyConfigured(
            "ANAM_STRIPE_SECRET_KEY is a key of Stripe’s test mode, where no money moves; production needs a live one."
        )
    if not in_production() and found[1] == "live":
        raise ImproperlyConfigured(
            "ANAM_STRIPE_SECRET_KEY is a live key, which moves real money; outside of production use a test one."
        )
    return key


def _webhook_secrets(text: str) -> list[str]:
    """What Stripe signs its events with: one, or two while it is rotated."""
    given = [one for one in re.split(r"[\s,]+", text) if one]
    if len(given) > MAX_SECRETS or not all(_SECRET.fullmatch(one) for one in given):
        raise ImproperlyConfigured(
            "ANAM_STRIPE_WEBHOOK_SECRETS must be one signing secret, whsec_…, or two with a space between."
        )
    return given


def _url(url: str) -> str:
    """Where Stripe answers; without encryption only what a developer runs beside a demo."""
    if not url.startswith(("https://",) if in_production() else ("https://", "http://")):
        raise ImproperlyConfigured(f"ANAM_STRIPE_URL is {url}; it must begin with https://.")
    return url.rstrip("/")


_PAGES = GatewaySetting("ANAM_STRIPE_PAGES", lambda url: url.rstrip("/"), default="https://checkout.stripe.com")

STRIPE = GatewayConfig(
    label="Stripe",
    gateway="anam.payments.gateways.stripe.stripe_gateway:Stripe",
    pages="anam.payments.gateways.stripe.hosted_pages:StripePages",
    pages_at=_PAGES,
    settings=(
        GatewaySetting(
            "ANAM_STRIPE_SECRET_KEY",
            _secret_key,
            needed_as="the secret key of your account at Stripe",
            example="sk_live_…",
            found="At Stripe: Developers, API keys.",
        ),
        GatewaySetting(
            "ANAM_STRIPE_WEBHOOK_SECRETS",
            _webhook_secrets,
            example="whsec_…",
            found="At Stripe: Developers, Webhooks, for {webhook}",
        ),
        _PAGES,
        GatewaySetting("ANAM_STRIPE_URL", _url, default="https://api.stripe.com"),
    ),
)
