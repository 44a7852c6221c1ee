"""Whether Stripe can be used as it is set up, in sentences for whoever runs the marketplace."""

import time
from collections.abc import Iterator

from django.conf import settings
from django.db.models import Count, Q
from stripe import Account, AuthenticationError, PermissionError, StripeClient, StripeError, WebhookEndpoint

from anam.payments.gateways import Finding
from anam.payments.gateways.stripe.account import is_live
from anam.payments.gateways.stripe.client import connect
from anam.payments.gateways.stripe.events import NEEDED, PATH
from anam.payments.models import GatewayEvent, Payment
from anam.words import count

_ON_THEIR_WAY_SECONDS = 300
# Of which nothing is asked any more, unless a dispute or a refund that fails comes later.
_OVER = (Payment.Status.NONE, Payment.Status.FAILED, Payment.Status.VOIDED, Payment.Status.REFUNDED)


def check() -> Iterator[Finding]:
    """The key, its mode, its account, and what is told by webhook: one sentence each, and what to do if not."""
    if not settings.STRIPE_SECRET_KEY:
        yield Finding(
            False, "ANAM_STRIPE_SECRET_KEY is not set: copy the secret key from Developers, API keys, at Stripe."
        )
        return
    stripe = connect()
    try:
        account = stripe.v1.accounts.retrieve_current()
    except StripeError as error:
        yield Finding(False, _why_not_asked(error))
        return
    yield Finding(True, "Stripe takes the key.")
    yield _mode()
    yield _account(account)
    yield from _elsewhere(account.id)
    yield from _webhook(stripe)


def _why_not_asked(error: StripeError) -> str:
    if isinstance(error, AuthenticationError):
        return (
            "Stripe does not know this key: it was revoked, or mistyped. Set ANAM_STRIPE_SECRET_KEY to the one in use."
        )
    if isinstance(error, PermissionError):
        return "The key may not read its own account: it is a restricted one. Allow it to at Stripe, or use another."
    return f"Stripe does not answer at {settings.STRIPE_URL}. Can this machine reach it? Is it up: status.stripe.com?"


def _mode() -> Finding:
    if is_live() != settings.PRODUCTION:
        wrong = "a live key, and this is a demo" if is_live() else "a key of the test mode, and this is production"
        return Finding(False, f"It is {wrong}: set ANAM_STRIPE_SECRET_KEY to one of the other mode.")
    return Finding(
        True, "It is a live key: money moves." if is_live() else "It is a key of the test mode: no money moves."
    )


def _account(account: Account) -> Finding:
    profile = account.business_profile
    name = f" ({profile.name})" if profile and profile.name else ""
    if not account.charges_enabled:
        what = "It cannot take payments yet: Stripe says on its first page what is missing."
        return Finding(False, f"The account is {account.id}{name}. {what}")
    return Finding(True, f"The account is {account.id}{name}, and can take payments.")


def _elsewhere(account: str) -> Iterator[Finding]:
    """Payments stay where they were made; with this key nobody is asked about those of another account or mode."""
    made = Payment.objects.filter(holder="stripe").exclude(gateway_account="").exclude(status__in=_OVER)
    others = made.exclude(Q(gateway_account=account, livemode=is_live()))
    for where in others.values("gateway_account", "livemode").annotate(n=Count("pk")).order_by("gateway_account"):
        mode = "live" if where["livemode"] else "test"
        what = f"{count(where['n'], 'payment')} made in {where['gateway_account']}, {mode} mode, cannot be asked about"
        yield Finding(False, f"{what}: charges, releases and refunds wait until a key of that account is set.")


def _webhook(stripe: StripeClient) -> Iterator[Finding]:
    url = f"{settings.SITE_URL}{PATH}"
    if not settings.STRIPE_WEBHOOK_SECRETS:
        add = f"Add {url} at Stripe, Developers, Webhooks, with the events {', '.join(NEEDED)}"
        yield Finding(
            False, f"ANAM_STRIPE_WEBHOOK_SECRETS is not set. {add}; then set it to the signing secret shown there."
        )
        return
    try:
        endpoints = list(stripe.v1.webhook_endpoints.list({"limit": 100}).auto_paging_iter())
        yield _endpoint([one for one in endpoints if one.url == url], url)
    except PermissionError:
        yield Finding(
            True, "The key may not read webhook endpoints, so nobody looked whether the address is known there."
        )
    except StripeError:
        yield Finding(False, "Stripe did not say which webhook endpoints it has. Run this again in a minute.")
    yield from _deliveries(stripe)


def _endpoint(ours: list[WebhookEndpoint], url: str) -> Finding:
    add = "with the events " + ", ".join(NEEDED)
    if not ours:
        return Finding(False, f"Stripe has no webhook endpoint {url}. Add it at Stripe, Developers, Webhooks, {add}.")
    enabled = [one for one in ours if one.status == "enabled"]
    if not enabled:
        return Finding(False, f"The webhook endpoint {url} is disabled. Enable it at Stripe, Developers, Webhooks.")
    missing = min(([name for name in NEEDED if not _hears(one, name)] for one in enabled), key=len)
    if missing:
        return Finding(False, f"The webhook endpoint {url} is not told of {', '.join(missing)}. Add these at Stripe.")
    return Finding(True, f"Stripe tells {url} what happens.")


def _hears(endpoint: WebhookEndpoint, kind: str) -> bool:
    return kind in endpoint.enabled_events or "*" in endpoint.enabled_events


def _deliveries(stripe: StripeClient) -> Iterator[Finding]:
    """A secret shows by what was taken with it: later than what Stripe could not deliver, it is the right one."""
    last = GatewayEvent.objects.filter(gateway="stripe").order_by("received_at").last()
    until = int(time.time()) - _ON_THEIR_WAY_SECONDS
    try:
        failed = stripe.v1.events.list(
            {"types": [*NEEDED], "delivery_success": False, "created": {"lte": until}, "limit": 100}
        ).data
    except StripeError:
        failed = []
    since = last.received_at.timestamp() if last else 0.0
    taken = set(GatewayEvent.objects.filter(event_id__in=[one.id for one in failed]).values_list("event_id", flat=True))
    lost = [one for one in failed if one.created > since and one.id not in taken]
    if lost:
        many = "100 events or more" if len(lost) == 100 else count(len(lost), "event")
        why = "Is ANAM_STRIPE_WEBHOOK_SECRETS the signing secret of that very endpoint, and can Stripe reach it?"
        yield Finding(False, f"Stripe could not deliver {many} since the last one that was taken. {why}")
    elif last:
        yield Finding(True, f"The last event was taken on {last.received_at:%-d %b %Y, %H:%M} UTC.")
    else:
        yield Finding(True, "No event has come yet, so the signing secret has not been tried.")
