"""Disputes: read anew, and told by the codes of our sentences. They are answered in Stripe's own pages."""

import logging
from datetime import UTC, datetime

from stripe import StripeError

from anam.payments.gateways import Dispute
from anam.payments.gateways.stripe.amounts import from_stripe
from anam.payments.gateways.stripe.client import connect
from anam.payments.gateways.stripe.no import No

_WHY = {
    "credit_not_processed": "refund_has_not_come",
    "duplicate": "charged_twice",
    "fraudulent": "payment_not_theirs",
    "product_not_received": "goods_have_not_come",
    "product_unacceptable": "goods_not_as_described",
    "subscription_canceled": "had_cancelled",
    "unrecognized": "payment_not_recognised",
}
_NOW = {
    "warning_needs_response": "bank_asks",
    "warning_under_review": "bank_asks",
    "warning_closed": "bank_asked",
    "under_review": "bank_looks_at_the_answer",
    "prevented": "settled_before_a_dispute",
    "won": "dispute_won",
    "lost": "dispute_lost",
}
_log = logging.getLogger(__name__)


def look_up(reference: str) -> Dispute | None:
    """None where Stripe does not say; then it is asked again later."""
    try:
        found = connect().v1.disputes.retrieve(reference)
    except (No, StripeError) as trouble:
        _log.warning("stripe_dispute_not_read", extra={"dispute": reference, "error": type(trouble).__name__})
        return None
    due = found.evidence_details.due_by if found.evidence_details else None
    return Dispute(
        reference=found.id,
        amount=from_stripe(found.amount, found.currency),
        currency=found.currency.upper(),
        why=_WHY.get(found.reason, "no_reason_told"),
        what_now=_NOW.get(found.status, "bank_has_taken_it"),
        answer_by=datetime.fromtimestamp(due, UTC) if due else None,
    )
