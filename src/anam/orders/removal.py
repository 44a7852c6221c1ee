"""What removing a part of an order will do: announced before, and carried out after, from the same object (D11)."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from anam.catalog.stock import Release
from anam.orders.models import Order
from anam.orders.plan import Facts, LineNow, digest
from anam.payments.actions.give_back import GivingBack
from anam.payments.actions.give_back_part import how_to_give_back_part


@dataclass(frozen=True)
class RemovedNow:
    """Some of one line: how many go, how many of them return to the stock, and its stock before and after."""

    line: LineNow
    quantity: int
    returned: int
    before: int | None
    after: int | None

    @property
    def tracked(self) -> bool:
        return self.before is not None


@dataclass(frozen=True)
class RemovalPlan:
    """The whole effect of removing a part; `amount` in minor units, with its share of discount and tax."""

    lines: tuple[RemovedNow, ...]
    amount: int
    money: GivingBack

    @property
    def fingerprint(self) -> str:
        """The same for the same money and the same goods: a form carries it, to confirm what it announced."""
        return digest([asdict(self.money), [(one.line.id, one.quantity, one.returned) for one in self.lines]])

    @property
    def releases(self) -> list[Release]:
        return [
            Release(one.line.id, one.line.product_id, one.returned, zeroed=False)
            for one in self.lines
            if one.returned and one.line.product_id
        ]

    @property
    def as_record(self) -> dict[str, Any]:
        """What the history keeps of it."""
        return {
            "money": asdict(self.money),
            "lines": [{"title": one.line.title, "quantity": one.quantity} for one in self.lines],
        }


def takes_all(facts: Facts, quantities: Mapping[int, int]) -> bool:
    """Whether nothing would be left of the order: then it is called off, not cut down."""
    return all(quantities.get(line.id, 0) >= line.quantity for line in facts.lines)


def plan_removal(order: Order, facts: Facts, quantities: Mapping[int, int]) -> RemovalPlan:
    """The effect of removing `quantities`, by line id, of what is still to be made."""
    removed = [(line, min(quantities.get(line.id, 0), line.quantity)) for line in facts.lines]
    removed = [(line, quantity) for line, quantity in removed if quantity > 0]
    back: dict[int | None, int] = {}
    for line, quantity in removed:
        back[line.product_id] = back.get(line.product_id, 0) + min(quantity, line.held)
    amount = _worth(order, facts, removed)
    return RemovalPlan(
        lines=tuple(
            RemovedNow(
                line, quantity, returned=min(quantity, line.held) if line.stock is not None else 0, before=line.stock,
                after=None if line.stock is None else line.stock + back[line.product_id],
            )
            for line, quantity in removed
        ),
        amount=amount,
        money=how_to_give_back_part(getattr(order, "payment", None), amount),
    )  # fmt: skip


def _worth(order: Order, facts: Facts, removed: Sequence[tuple[LineNow, int]]) -> int:
    """What a part came to. Shares are taken from the running sum, so that all parts together are exact (D8)."""
    left = sum(line.quantity * line.unit_price for line in facts.lines)
    before = order.items_total - left
    goods = sum(quantity * line.unit_price for line, quantity in removed)
    return _worth_of_the_first(order, before + goods) - _worth_of_the_first(order, before)


def _worth_of_the_first(order: Order, goods: int) -> int:
    """What goods for that much came to, discount and tax included, shipping not. Minor units."""
    if not order.items_total:
        return 0
    off = min(order.discount, order.items_total)  # what goes beyond the goods is off the shipping, which stays
    return goods - off * goods // order.items_total + order.tax * goods // order.items_total
