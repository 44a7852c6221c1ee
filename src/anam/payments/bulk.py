"""Payments that an import brings, some hundred at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from anam.bulk import insert
from anam.payments.models import Payment


@dataclass(frozen=True)
class ExternalPayment:
    """A payment of an order as it stands in another system, which `holder_name` names (M1). Minor units."""

    order_id: int
    maker_id: int
    currency: str
    status: str
    holder_name: str
    authorised: int
    captured: int
    refunded: int
    created_at: datetime
    holder: str = Payment.EXTERNAL


def add_external_payments(payments: Sequence[ExternalPayment]) -> list[int]:
    """Record them: nothing is moved by it. The answer is their ids, in the same order."""
    return insert(Payment, payments)
