"""Disputes: read anew, and told in sentences. They are answered in Stripe's own pages."""

from datetime import UTC, datetime

import structlog
from stripe import StripeError

from anam.payments.gateways import Dispute
from anam.payments.gateways.stripe.amounts import from_stripe
from anam.payments.gateways.stripe.client import connect
from anam.payments.gateways.stripe.no import No

_WHY = {
    "credit_not_processed": "The card’s owner says that a refund they were promised has not come.",
    "duplicate": "The card’s owner says that they were charged twice for the same.",
    "fraudulent": "The card’s owner says that they did not make this payment.",
    "product_not_received": "The card’s owner says that what they bought has not come.",
    "product_unacceptable": "The card’s owner says that what came is not what they bought, or is damaged.",
    "subscription_canceled": "The card’s owner says that they had cancelled.",
    "unrecognized": "The card’s owner does not recognise this payment.",
}
_NO_REASON = "The card’s owner has asked their bank for the money, without a reason that it tells."
_TAKEN = "Their bank has taken the money back until this is decided. Answer it at Stripe, with what proves the order."
_INQUIRY = "Their bank asks about it, and no money has gone yet. Answer it at Stripe, or refund the order there."
_NOW = {
    "warning_needs_response": _INQUIRY,
    "warning_under_review": _INQUIRY,
    "warning_closed": "Their bank asked about it, and has no more questions. Nothing is to be done.",
    "under_review": "It was answered, and their bank looks at the answer.",
    "prevented": "It was settled before it became a dispute. Nothing is to be done.",
    "won": "Their bank has decided for the marketplace: the money is back.",
    "lost": "Their bank has decided for the card’s owner: the money is gone.",
}
_log = structlog.get_logger()


def look_up(reference: str) -> Dispute | None:
    """None where Stripe does not say; then it is asked again later."""
    try:
        found = connect().v1.disputes.retrieve(reference)
    except (No, StripeError) as trouble:
        _log.warning("stripe_dispute_not_read", dispute=reference, error=type(trouble).__name__)
        return None
    due = found.evidence_details.due_by if found.evidence_details else None
    return Dispute(
        reference=found.id,
        amount=from_stripe(found.amount, found.currency),
        currency=found.currency.upper(),
        why=_WHY.get(found.reason, _NO_REASON),
        what_now=_NOW.get(found.status, _TAKEN),
        answer_by=datetime.fromtimestamp(due, UTC) if due else None,
    )
