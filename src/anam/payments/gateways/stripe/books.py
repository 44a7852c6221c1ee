"""What Stripe has of a payment, by its own objects; and all that it has of this installation (M8)."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

from django.conf import settings
from stripe import Charge, Dispute, PaymentIntent, Refund, StripeClient, StripeError
from stripe.params import PaymentIntentListParams

from anam.coded import coded, worded
from anam.payments.gateways import (
    GatewayDown,
    HolderAuthorisation,
    HolderBooks,
    HolderMovement,
    HolderReference,
    NotAsked,
)
from anam.payments.gateways.stripe.account import our_account
from anam.payments.gateways.stripe.amounts import from_stripe
from anam.payments.gateways.stripe.client import connect
from anam.payments.gateways.stripe.errors import tell, words_of
from anam.payments.gateways.stripe.intents import ENDED_BY_ITSELF
from anam.payments.gateways.stripe.no import No
from anam.payments.models import MovementKind
from anam.payments.sentences import WHY_NOT_MOVED

_FAILED = ("failed", "canceled")
_AT_ONCE = 100


def read(where: HolderReference) -> HolderBooks | None:
    """Raises GatewayDown where Stripe does not say, NotAsked where our key is not that of the payment."""
    try:
        stripe = connect()
        if not our_account().holds(where.account, where.live):
            raise NotAsked(worded(coded("held_elsewhere"), WHY_NOT_MOVED))
        return _read(stripe, where.reference)
    except No as no:
        raise NotAsked(no.words) from None
    except StripeError as error:
        if error.http_status == 404:
            return None
        tell(error, payment=where.reference)
        raise GatewayDown(words_of(error)) from None


def authorisations(since: datetime | None) -> Iterator[HolderAuthorisation]:
    """By the list of payment intents, of those with our address in them that held or took money. Raises GatewayDown."""
    params: PaymentIntentListParams = {"limit": _AT_ONCE}
    if since:
        params["created"] = {"gte": int(since.timestamp())}
    try:
        for intent in connect().v1.payment_intents.list(params).auto_paging_iter():
            amount = intent.amount_received or intent.amount_capturable
            if amount and getattr(intent.metadata, "site", "") == settings.SITE_URL:
                yield HolderAuthorisation(
                    intent.id,
                    from_stripe(amount, intent.currency),
                    intent.currency.upper(),
                    getattr(intent.metadata, "order", ""),
                    _moment(intent.created),
                )
    except No as no:
        raise GatewayDown(no.words) from None
    except StripeError as error:
        tell(error)
        raise GatewayDown(words_of(error)) from None


def _read(stripe: StripeClient, reference: str) -> HolderBooks:
    intent = stripe.v1.payment_intents.retrieve(reference, {"expand": ["latest_charge"]})
    charge = intent.latest_charge if isinstance(intent.latest_charge, Charge) else None
    held = intent.amount if charge and charge.status == "succeeded" else 0
    movements = [*_of_intent(intent, held)]
    if intent.amount_received:
        refunds = stripe.v1.refunds.list({"payment_intent": reference, "limit": _AT_ONCE})
        movements += [one for refund in refunds.auto_paging_iter() for one in _of_refund(refund)]
    if charge and charge.disputed:
        disputes = stripe.v1.disputes.list({"payment_intent": reference, "limit": _AT_ONCE})
        movements += [one for dispute in disputes.auto_paging_iter() for one in _of_dispute(dispute)]
    sums: Counter[str] = Counter()
    for one in movements:
        sums[one.kind] += one.amount
    return HolderBooks(
        currency=intent.currency.upper(),
        authorised=from_stripe(held, intent.currency),
        captured=sums[MovementKind.CAPTURED],
        refunded=sums[MovementKind.REFUNDED],
        disputed=sums[MovementKind.DISPUTED] - sums[MovementKind.DISPUTE_WON],
        voided=bool(held) and intent.status == "canceled",
        movements=tuple(movements),
    )


def _of_intent(intent: PaymentIntent, held: int) -> Iterator[HolderMovement]:
    if intent.amount_received:
        yield HolderMovement(MovementKind.CAPTURED, from_stripe(intent.amount_received, intent.currency), intent.id)
    elif held and intent.status == "canceled":
        ended = intent.cancellation_reason in ENDED_BY_ITSELF
        yield HolderMovement(
            MovementKind.EXPIRED if ended else MovementKind.VOIDED,
            from_stripe(held, intent.currency),
            intent.id,
            at=_moment(intent.canceled_at) if intent.canceled_at else None,
        )


def _of_refund(refund: Refund) -> Iterator[HolderMovement]:
    """One that is on its way has moved nothing yet; of one that failed nobody says whether it had, and when."""
    operation = str(getattr(refund.metadata, "operation", ""))
    ours = int(operation) if operation.isdecimal() else None
    amount = from_stripe(refund.amount, refund.currency)
    if refund.status in _FAILED:
        yield HolderMovement(MovementKind.REFUND_FAILED, amount, refund.id, ours)
    if refund.status == "succeeded":
        yield HolderMovement(MovementKind.REFUNDED, amount, refund.id, ours, _moment(refund.created))


def _of_dispute(dispute: Dispute) -> Iterator[HolderMovement]:
    """A bank's question takes no money, nor does what was settled before; a dispute that was won brought it back."""
    amount = from_stripe(dispute.amount, dispute.currency)
    if not dispute.status.startswith("warning_") and dispute.status != "prevented":
        yield HolderMovement(MovementKind.DISPUTED, amount, dispute.id, at=_moment(dispute.created))
    if dispute.status == "won":
        yield HolderMovement(MovementKind.DISPUTE_WON, amount, dispute.id)


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
