"""The payment gateway and what it needs, as the environment names them; refused where money would move wrongly."""

import os
import re

from django.core.exceptions import ImproperlyConfigured

from anam.config.environment import in_production

_GATEWAYS = ("stripe", "sandbox")
_KEY = re.compile(r"[sr]k_(test|live)_\w+")
_SECRET = re.compile(r"whsec_\S+")
MAX_SECRETS = 2  # the one in use, and while it is rotated the next


def gateway() -> str:
    """Who carries out payments by card: "" where nobody does."""
    name = os.environ.get("ANAM_GATEWAY", "" if in_production() else "sandbox")
    if name and name not in _GATEWAYS:
        raise ImproperlyConfigured(f"ANAM_GATEWAY is {name}; it must be stripe, or in a demo sandbox.")
    if name == "sandbox" and in_production():
        raise ImproperlyConfigured(
            "ANAM_GATEWAY is sandbox; in production it must be stripe: the sandbox moves no money."
        )
    return name


def stripe_secret_key(by: str) -> str:
    """The secret key of the account at Stripe: a live one in production, a test one elsewhere. Never shown."""
    key = os.environ.get("ANAM_STRIPE_SECRET_KEY", "").strip()
    if not key:
        if by == "stripe":
            raise ImproperlyConfigured(
                "ANAM_GATEWAY=stripe needs ANAM_STRIPE_SECRET_KEY: the secret key of your account at Stripe."
            )
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


def stripe_webhook_secrets() -> list[str]:
    """What Stripe signs its events with: one, or two while it is rotated."""
    given = [one for one in re.split(r"[\s,]+", os.environ.get("ANAM_STRIPE_WEBHOOK_SECRETS", "")) if one]
    if len(given) > MAX_SECRETS or not all(_SECRET.fullmatch(one) for one in given):
        raise ImproperlyConfigured(
            "ANAM_STRIPE_WEBHOOK_SECRETS must be one signing secret, whsec_…, or two with a space between."
        )
    return given


def pages_of_cards(gateway: str) -> list[str]:
    """The origins to which a form may lead where the gateway takes cards at pages of its own: browsers ask for them."""
    if gateway != "stripe":
        return []
    return [os.environ.get("ANAM_STRIPE_PAGES", "https://checkout.stripe.com").rstrip("/")]


def stripe_url() -> str:
    """Where Stripe answers; without encryption only what a developer runs beside a demo."""
    url = os.environ.get("ANAM_STRIPE_URL", "https://api.stripe.com").rstrip("/")
    schemes = ("https://",) if in_production() else ("https://", "http://")
    if not url.startswith(schemes):
        raise ImproperlyConfigured(f"ANAM_STRIPE_URL is {url}; it must begin with https://.")
    return url
