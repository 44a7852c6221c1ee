"""The money of imported orders: it lives where they come from, as their export says, and an import moves none."""

from collections.abc import Sequence
from datetime import datetime

from anam.coded import Worded
from anam.imports.parsed import ParsedPayment
from anam.imports.placing import Placed
from anam.imports.sentences import NOTHING, words
from anam.payments.bulk import ExternalPayment, add_external_payments
from anam.payments.models import Payment

_HOLDERS = {"shopify": "Shopify", "woocommerce": "WooCommerce", "faire": "Faire", "olist": "Olist"}
ANOTHER_SYSTEM = "another system"


def holder_of(source: str) -> str:
    """Who holds the money of what comes from `source`, by name: "shopify-csv" is Shopify's."""
    return _HOLDERS.get(source.partition("-")[0], ANOTHER_SYSTEM)


def write_payments(placed: Sequence[Placed], *, source: str, now: datetime) -> None:
    """Give each order a payment that stands as its export says, held elsewhere (M1). Where it says nothing: none."""
    paid = [one for one in placed if _is_paid(one.was.part.payment)]
    add_external_payments(
        [
            ExternalPayment(
                order_id=one.id,
                maker_id=one.maker_id,
                currency=one.was.parsed.currency,
                status=one.was.part.payment.status,
                holder_name=holder_of(source),
                authorised=one.was.part.payment.authorised,
                captured=one.was.part.payment.captured,
                refunded=one.was.part.payment.refunded,
                created_at=now,
            )
            for one in paid
        ],
    )


def kept_there(one: Placed) -> Worded:
    """What is to be known of an order that was cancelled there, and whose money nobody says went back; or nothing."""
    parsed, currency = one.was.part.payment, one.was.parsed.currency
    if not one.was.parsed.cancelled_at or not _is_paid(parsed):
        return NOTHING
    if parsed.status == Payment.Status.AUTHORISED:
        return words("authorised_there", sum=[parsed.authorised, currency])
    if parsed.status != Payment.Status.CAPTURED:
        return NOTHING
    if not parsed.refunded:
        return words("paid_there", sum=[parsed.captured, currency])
    return words("paid_there_part_back", sum=[parsed.captured, currency], back=[parsed.refunded, currency])


def _is_paid(parsed: ParsedPayment) -> bool:
    return parsed.status != Payment.Status.NONE and parsed.authorised > 0
