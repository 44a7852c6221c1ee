"""Whose the key is, and in which mode: payments stay where they were made (M1)."""

from dataclasses import dataclass
from functools import cache

from django.conf import settings

from anam.payments.gateways.stripe.client import connect

ELSEWHERE = "This payment was made in another account of Stripe, or in its other mode: our key is not asked about it."


@dataclass(frozen=True)
class Account:
    """`live`: whether money moves."""

    id: str
    live: bool

    def holds(self, account: str, live: bool | None) -> bool:
        """Whether a payment was made here, or nowhere yet."""
        return (account or self.id, self.live if live is None else live) == (self.id, self.live)


def is_live() -> bool:
    """What the key says of itself; objects of the other mode do not exist for it."""
    return "_live_" in settings.STRIPE_SECRET_KEY[:8]


def our_account() -> Account:
    """Asked once for each key. Raises No, and StripeError where Stripe does not say."""
    return Account(_account_of(settings.STRIPE_SECRET_KEY, settings.STRIPE_URL), is_live())


@cache
def _account_of(key: str, url: str) -> str:
    return connect().v1.accounts.retrieve_current().id
