"""A maker's ledger to take away: every movement of their money, some hundred at a time (M7)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from anam.exports.cells import rfc3339
from anam.exports.rows import AT_ONCE
from anam.exports.tables import Table, plain
from anam.payments.models import PaymentMovement
from anam.people.models import Maker

MOVEMENTS = Table(
    (
        *plain("at", "order", "kind", "moved", "currency"),
        ("amount (minor units)", lambda item: item["amount"]),
        *plain("holder", "holder_name", "operation", "holder_object", "reference", "recorded_at"),
    )
)


def movements_of(maker: Maker, *, since: datetime | None = None) -> Iterator[PaymentMovement]:
    """Every movement of `maker`'s money since then (UTC), the oldest first."""
    after: tuple[datetime, int] | None = None
    while batch := list(PaymentMovement.objects.of_maker(maker).since(since).in_order(after)[:AT_ONCE]):
        yield from batch
        after = batch[-1].at, batch[-1].pk


def movement_row(row: PaymentMovement) -> dict[str, Any]:
    """One of them as others read it; `amount` in minor units."""
    payment = row.payment
    names = ("kind", "moved", "amount", "currency", "holder_object", "reference")
    return {
        **{name: getattr(row, name) for name in names},
        "at": rfc3339(row.at),
        "recorded_at": rfc3339(row.recorded_at),
        "order": payment.order.number if payment.order else None,
        "holder": payment.holder,
        "holder_name": payment.holder_name,
        "operation": row.operation_id,
    }
