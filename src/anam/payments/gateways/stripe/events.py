"""What Stripe tells by webhook: whether it is Stripe that does, and which payment it is about. No more is read (M9)."""

import json
import time
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from stripe import SignatureVerificationError, WebhookSignature

from anam.payments.gateways import HeardEvent, NotGenuine
from anam.payments.gateways.stripe.account import is_live
from anam.payments.models import GatewayEvent

TOLERANCE_SECONDS = 300
PATH = "/payments/stripe/webhook/"
# By the beginning of their type.
_TOPICS = {
    "payment_intent.": GatewayEvent.Topic.PAYMENT,
    "refund.": GatewayEvent.Topic.PAYMENT,
    "charge.refund": GatewayEvent.Topic.PAYMENT,
    "charge.expired": GatewayEvent.Topic.PAYMENT,
    "charge.dispute.": GatewayEvent.Topic.DISPUTE,
    "checkout.session.": GatewayEvent.Topic.PAGE,
}
# What the endpoint must be told at least.
NEEDED = (
    *("payment_intent.amount_capturable_updated", "payment_intent.succeeded", "payment_intent.canceled"),
    *("payment_intent.payment_failed", "charge.expired", "charge.refunded"),
    *("refund.updated", "refund.failed"),
    *("charge.dispute.created", "charge.dispute.closed"),
    "checkout.session.completed",
)


def read_event(body: bytes, headers: Mapping[str, str]) -> HeardEvent | None:
    """None without a secret to check it by: then nobody is listened to. Raises NotGenuine."""
    if not settings.STRIPE_WEBHOOK_SECRETS:
        return None
    _verify(body, headers.get("Stripe-Signature", ""))
    try:
        return _read(json.loads(body))
    except (ValueError, KeyError, TypeError, AttributeError) as trouble:
        raise NotGenuine("This is no event.") from trouble


def _verify(body: bytes, header: str) -> None:
    """By one of our secrets, and five minutes old, or ahead, at most: the library looks at the past alone."""
    for secret in settings.STRIPE_WEBHOOK_SECRETS:
        try:
            WebhookSignature.verify_header(body, header, secret, TOLERANCE_SECONDS)
        except (SignatureVerificationError, UnicodeDecodeError):
            continue
        if _timestamp(header) <= time.time() + TOLERANCE_SECONDS:
            return
    raise NotGenuine("The signature is missing, too old, ahead of time, or not by our secret.")


def _timestamp(header: str) -> int:
    return int(next(part for part in header.split(",") if part.startswith("t="))[2:])


def _read(event: dict[str, Any]) -> HeardEvent:
    kind = str(event["type"])
    topic = next((topic for beginning, topic in _TOPICS.items() if kind.startswith(beginning)), None)
    if topic is None:
        return HeardEvent(str(event["id"]), kind)
    if bool(event["livemode"]) != is_live():
        raise NotGenuine("This is an event of Stripe’s other mode.")
    subject = event["data"]["object"]
    if topic == GatewayEvent.Topic.PAGE:
        return HeardEvent(str(event["id"]), kind, str(topic), str(subject["id"]), str(subject["id"]))
    intent = subject["id"] if subject["object"] == "payment_intent" else subject["payment_intent"]
    if not intent:  # a charge without one is none of ours
        return HeardEvent(str(event["id"]), kind)
    return HeardEvent(str(event["id"]), kind, str(topic), str(subject["id"]), str(intent))
