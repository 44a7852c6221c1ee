"""Refunds: made with our operation in them, and found by it in the list of their payment. Search lags."""

from stripe import Refund, StripeClient

from anam.coded import coded
from anam.payments.gateways import Answer, GatewayRequest, Outcome
from anam.payments.gateways.stripe.amounts import from_stripe, to_refund
from anam.payments.gateways.stripe.intents import metadata

# Of several of one operation, the one in which the money is further on its way.
_FURTHEST = ("succeeded", "pending", "requires_action", "failed", "canceled")


def create(stripe: StripeClient, request: GatewayRequest) -> Answer:
    refund = stripe.v1.refunds.create(
        {
            "payment_intent": request.reference,
            "amount": to_refund(request.amount, request.currency),
            "metadata": metadata(request),
        },
        {"idempotency_key": request.key},
    )
    return _answer(refund)


def look_up(stripe: StripeClient, request: GatewayRequest) -> Answer:
    """Ours is the one with the operation in it, whatever its key was, and with its amount."""
    listed = stripe.v1.refunds.list({"payment_intent": request.reference, "limit": 100})
    found = [refund for refund in listed.auto_paging_iter() if _is_of(refund, request)]
    if not found:
        return Answer(Outcome.ABSENT)
    return _answer(min(found, key=lambda refund: _FURTHEST.index(refund.status or "pending")))


def _is_of(refund: Refund, request: GatewayRequest) -> bool:
    operation = getattr(refund.metadata, "operation", "") if refund.metadata else ""
    return operation == str(request.operation_id) and from_stripe(refund.amount, refund.currency) == request.amount


def _answer(refund: Refund) -> Answer:
    """A pending one is on its way, for days perhaps; one that succeeded may fail days later."""
    if refund.status == "failed":
        return Answer(Outcome.REFUSED, coded("refund_came_back"), code="refund_failed", reference=refund.id)
    if refund.status == "canceled":
        return Answer(Outcome.REFUSED, coded("refund_cancelled"), code="refund_cancelled", reference=refund.id)
    outcome = Outcome.DONE if refund.status == "succeeded" else Outcome.PROCESSING
    return Answer(outcome, reference=refund.id)
