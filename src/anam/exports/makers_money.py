"""A maker's money of a period, by order, as their page of it has it; any number of orders in the same memory."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from anam.exports.cells import rfc3339
from anam.exports.rows import AT_ONCE
from anam.exports.tables import Table, plain
from anam.orders.payments.makers_money import OrderMoney, money_by_order
from anam.orders.payments.period import Period
from anam.people.models import Maker

_SUMS = ("charged", "went_back", "disputed", "due")
MONEY = Table(
    (
        *plain("order", "buyer_name", "status", "last_moved_at", "currency"),
        *((f"{name} (minor units)", lambda item, name=name: item[name]) for name in _SUMS),
        *plain("held_by"),
    )
)


def money_of(maker: Maker, period: Period) -> Iterator[dict[str, Any]]:
    """Every order whose money moved in `period`, the newest movement first; `due` is empty where others hold it."""
    after: tuple[datetime, int] | None = None
    while batch := money_by_order(maker, period, after=after, most=AT_ONCE):
        yield from (_row(one) for one in batch)
        after = batch[-1].last_at, batch[-1].id


def _row(one: OrderMoney) -> dict[str, Any]:
    sums = {name: getattr(one.sums, name) for name in _SUMS}
    return {
        "order": one.number,
        "buyer_name": one.buyer,
        "status": one.status.value,
        "last_moved_at": rfc3339(one.last_at),
        "currency": one.sums.currency,
        **sums,
        "due": None if one.sums.held_by else sums["due"],
        "held_by": one.sums.held_by,
    }
