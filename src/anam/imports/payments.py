"""The money of imported orders: it lives where they come from, as their export says, and an import moves none."""

from collections.abc import Sequence
from datetime import datetime

from anam.imports.bulk import insert
from anam.imports.placing import Placed
from anam.imports.plain import PlainPayment
from anam.payments.models import Payment
from anam.words import money

_HOLDERS = {"shopify": "Shopify", "woocommerce": "WooCommerce", "faire": "Faire", "olist": "Olist"}
ANOTHER_SYSTEM = "another system"
_PAYMENT = (
    "order_id", "maker_id", "currency", "status", "holder", "holder_name", "gateway_reference", "card", "authorised",
    "captured", "refunded", "refund_pending", "created_at",
)  # fmt: skip


def holder_of(source: str) -> str:
    """Who holds the money of what comes from `source`, by name: "shopify-csv" is Shopify's."""
    return _HOLDERS.get(source.partition("-")[0], ANOTHER_SYSTEM)


def write_payments(placed: Sequence[Placed], *, source: str, now: datetime) -> None:
    """Give each order a payment that stands as its export says, held elsewhere (M1). Where it says nothing: none."""
    paid = [one for one in placed if _is_paid(one.was.part.payment)]
    insert(
        Payment,
        _PAYMENT,
        [
            (
                one.id,
                one.maker_id,
                one.was.plain.currency,
                one.was.part.payment.status,
                Payment.Holder.EXTERNAL.value,
                holder_of(source),
                "",
                "",
                one.was.part.payment.authorised,
                one.was.part.payment.captured,
                one.was.part.payment.refunded,
                0,
                now,
            )
            for one in paid
        ],
    )


def kept_there(one: Placed) -> str:
    """What is to be known of an order that was cancelled there, and whose money nobody says went back; "": nothing."""
    plain, currency = one.was.part.payment, one.was.plain.currency
    if not one.was.plain.cancelled_at or not _is_paid(plain):
        return ""
    if plain.status == Payment.Status.AUTHORISED:
        return f"It is cancelled there, and {money(plain.authorised, currency)} is authorised and not released."
    if plain.status != Payment.Status.CAPTURED:
        return ""
    back = f"only {money(plain.refunded, currency)}" if plain.refunded else "nothing"
    return f"It is cancelled there, {money(plain.captured, currency)} was paid, and {back} was refunded."


def _is_paid(plain: PlainPayment) -> bool:
    return plain.status != Payment.Status.NONE and plain.authorised > 0
