"""What Stripe says of the account that a key belongs to: of its balance, and of where its webhooks go."""

from collections import defaultdict
from typing import Any

from tests.stripe_stand_in.account import Object
from tests.stripe_stand_in.books import sums
from tests.stripe_stand_in.calls import Call
from tests.stripe_stand_in.listing import list_of


def retrieve_account(call: Call) -> Object:
    """`GET /v1/account`: whose key this is. The mode is the key's own: an account object has no `livemode`."""
    return {
        "id": call.account.id,
        "object": "account",
        "business_profile": {"name": "The stand-in", "url": None},
        "business_type": "company",
        "capabilities": {"card_payments": "active", "transfers": "active"},
        "charges_enabled": call.account.charges_enabled,
        "country": "US",
        "created": 1_700_000_000,
        "default_currency": "usd",
        "details_submitted": True,
        "email": "account@stand-in.example",
        "metadata": {},
        "payouts_enabled": True,
        "settings": {"dashboard": {"display_name": "The stand-in", "timezone": "Etc/UTC"}},
        "type": "standard",
    }


def retrieve_balance(call: Call) -> Object:
    """What was captured less what went back, without Stripe's fees."""
    by_currency = defaultdict(list)
    for movement in call.account.movements:
        by_currency[movement.currency].append(movement)
    available = [
        {"amount": sums(movements).received, "currency": currency, "source_types": {"card": sums(movements).received}}
        for currency, movements in sorted(by_currency.items())
    ]
    return {"object": "balance", "available": available, "livemode": call.account.livemode, "pending": []}


def list_webhook_endpoints(call: Call) -> dict[str, Any]:
    return list_of(call.account.endpoints, call)
