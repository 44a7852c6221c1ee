"""What calling an order off will do: announced before, and carried out after, from the same object (D11)."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from anam.catalog.stock import Release
from anam.orders.clock import ORDER_NOW
from anam.orders.models import Order, Reason
from anam.payments.actions.give_back import GivingBack, how_to_give_back

STOCK_CHOICES = ("return", "zero", "keep")


@dataclass(frozen=True)
class LineNow:
    """A line as it stands, with the free stock of its product now (None: not counted)."""

    id: int
    product_id: int | None
    title: str
    sku: str
    quantity: int
    held: int
    unit_price: int
    stock: int | None


@dataclass(frozen=True)
class LinePlan:
    """What happens to the stock of one line: `effect` is return, zero or keep; before and after in units."""

    line: LineNow
    effect: str
    before: int | None
    after: int | None

    @property
    def tracked(self) -> bool:
        return self.before is not None

    @property
    def returned(self) -> int:
        return self.line.held if self.tracked and self.effect == "return" else 0


@dataclass(frozen=True)
class Plan:
    """The whole effect of calling an order off."""

    lines: tuple[LinePlan, ...]
    money: GivingBack
    items: int
    shipping: int
    chosen: bool

    @property
    def releases(self) -> list[Release]:
        """What the stock must do, for anam.catalog.stock.release."""
        return [
            Release(one.line.id, one.line.product_id, one.returned, one.effect == "zero")
            for one in self.lines
            if one.tracked and one.line.product_id and one.effect != "keep"
        ]

    @property
    def fingerprint(self) -> str:
        """The same for the same money and the same goods: a form carries it, to confirm what it announced.

        Once a reason is chosen, what it does to the stock is part of it. Stock levels are not: they move all day,
        while what goes back stays the same.
        """
        effects = [(one.line.id, one.effect) for one in self.lines if one.tracked]
        return f"{self._goods_and_money}.{digest(effects)}" if self.chosen else self._goods_and_money

    def is_as_announced(self, announced: str) -> bool:
        """Whether this is what a form with that fingerprint announced (D11)."""
        return announced in (self.fingerprint, self._goods_and_money)

    @property
    def _goods_and_money(self) -> str:
        effect = [
            asdict(self.money),
            [(one.line.id, one.line.quantity, one.line.held, one.tracked) for one in self.lines],
        ]
        return digest(effect)

    @property
    def as_record(self) -> dict[str, Any]:
        """What the cancellation keeps of it."""
        return {
            "money": asdict(self.money),
            "lines": [
                {
                    "title": one.line.title,
                    "quantity": one.line.quantity,
                    "stock": one.effect if one.tracked else "",
                    "before": one.before,
                    "after": one.after,
                }
                for one in self.lines
            ],
        }


def digest(facts: object) -> str:
    """A short mark, the same for the same facts."""
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:16]


_LINES_NOW = f"""
SELECT {ORDER_NOW},
       EXISTS (SELECT FROM support_case c WHERE c.order_id = %(order)s AND c.closed_at IS NULL
               AND c.kind IN ('tell_buyer', 'late_decline')),
       coalesce((SELECT agent.name FROM support_case c JOIN person agent ON agent.id = c.assigned_to_id
                 WHERE c.order_id = %(order)s AND c.closed_at IS NULL
                   AND c.kind IN ('tell_buyer', 'late_decline') LIMIT 1), ''),
       r.id, r.stock, r.least_words, r.label, r.for_buyer, r.suggestion, r.for_makers, r.part_of_an_order,
       pay.status, pay.authorised, pay.captured, pay.refunded, pay.refund_asked,
       l.id, l.product_id, l.title, l.sku, l.quantity - l.declined_quantity,
       greatest(l.held - l.declined_quantity, 0), l.unit_price, p.stock
FROM orders_line l
LEFT JOIN product p ON p.id = l.product_id
LEFT JOIN payment pay ON pay.order_id = l.order_id
LEFT JOIN cancellation_reason r ON r.key = %(reason)s
  AND r.since_id <= %(policy)s::bigint AND (r.until_id IS NULL OR r.until_id > %(policy)s::bigint)
WHERE l.order_id = %(order)s ORDER BY l.id
"""  # noqa: S608 - nothing but our own words

_PAID = ("status", "authorised", "captured", "refunded", "refund_asked")
_REASON = ("stock", "least_words", "label", "for_buyer", "suggestion", "for_makers", "part_of_an_order")


@dataclass(frozen=True)
class Facts:
    """The order's clock, whether support has been asked to decline it and who of them has taken that ("" while nobody
    has), the reason asked for (None if there is none such among those it was placed under, D13), and the lines: one
    query.
    """

    now: datetime
    handled: bool
    taken_by: str
    reason: Reason | None
    lines: tuple[LineNow, ...]


def read_facts(order: Order, *, reason_key: str = "") -> Facts:
    """Read what a plan is made of, and bring the payment of `order` up to date: one query. D2, D8, D11.

    In UTC, units and minor units. The payment that came with the lock is from before whoever held it: a part may
    have been given back meanwhile, and must not be given back again with the rest.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LINES_NOW, {"order": order.pk, "policy": order.policy_id, "reason": reason_key})
        rows = cursor.fetchall()
    now, handled, taken_by, reason_id, *words = rows[0][:11]
    columns = dict(zip(_REASON, words, strict=True))
    reason = Reason(id=reason_id, key=reason_key, **columns) if reason_id else None
    payment = getattr(order, "payment", None)
    for name, value in zip(_PAID, rows[0][11:16], strict=True):
        if payment is not None:
            setattr(payment, name, value)
    lines = (LineNow(*row[16:]) for row in rows)
    return Facts(now, handled, taken_by, reason, tuple(line for line in lines if line.quantity))


def plan_calling_off(order: Order, facts: Facts, *, stock: Mapping[int, str] | None = None) -> Plan:
    """The effect of calling `order` off for `facts.reason`; `stock` overrides the reason, by line id (D9)."""
    by_reason = facts.reason.stock if facts.reason else "return"
    chosen = {line.id: (stock or {}).get(line.id) or by_reason for line in facts.lines}
    zeroed = {line.product_id for line in facts.lines if chosen[line.id] == "zero"}
    back: dict[int | None, int] = {}
    for line in facts.lines:
        if chosen[line.id] == "return":
            back[line.product_id] = back.get(line.product_id, 0) + line.held
    return Plan(
        lines=tuple(
            LinePlan(
                line,
                "zero" if line.product_id in zeroed and chosen[line.id] != "keep" else chosen[line.id],
                before=line.stock,
                after=None
                if line.stock is None
                else 0
                if line.product_id in zeroed
                else line.stock + back.get(line.product_id, 0),
            )
            for line in facts.lines
        ),
        money=how_to_give_back(getattr(order, "payment", None)),
        items=order.items_total,
        shipping=order.shipping,
        chosen=facts.reason is not None,
    )
