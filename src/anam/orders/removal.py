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
    effect: str = "return"

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
        return digest(
            [asdict(self.money), [(one.line.id, one.quantity, one.returned, one.effect) for one in self.lines]]
        )

    @property
    def releases(self) -> list[Release]:
        return [
            Release(one.line.id, one.line.product_id, one.returned, zeroed=one.effect == "zero")
            for one in self.lines
            if one.tracked and one.line.product_id and (one.returned or one.effect == "zero")
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


def plan_removal(
    order: Order,
    facts: Facts,
    quantities: Mapping[int, int],
    *,
    stock: Mapping[int, str] | None = None,
    by_reason: str = "return",
) -> RemovalPlan:
    """The effect of removing `quantities`, by line id, of what is still to be made.

    The stock does what `by_reason` says (return, zero or keep), or `stock` by line id (D9).
    """
    removed = [(line, min(quantities.get(line.id, 0), line.quantity)) for line in facts.lines]
    removed = [(line, quantity) for line, quantity in removed if quantity > 0]
    effects = _effects([line for line, _ in removed], stock or {}, by_reason)
    back: dict[int | None, int] = {}
    for line, quantity in removed:
        back[line.product_id] = back.get(line.product_id, 0) + _returned(line, quantity, effects[line.id])
    amount = _worth(order, facts, removed)
    return RemovalPlan(
        lines=tuple(
            RemovedNow(
                line, quantity, returned=_returned(line, quantity, effects[line.id]), before=line.stock,
                after=None if line.stock is None else 0 if _zeroed(line, removed, effects)
                else line.stock + back[line.product_id],
                effect=effects[line.id],
            )
            for line, quantity in removed
        ),
        amount=amount,
        money=how_to_give_back_part(getattr(order, "payment", None), amount),
    )  # fmt: skip


def _effects(lines: Sequence[LineNow], stock: Mapping[int, str], by_reason: str) -> dict[int, str]:
    """Return, zero or keep by line id; what is set to zero for one line is so for every line of its product."""
    chosen = {line.id: stock.get(line.id) or by_reason for line in lines}
    zeroed = {line.product_id for line in lines if chosen[line.id] == "zero"}
    return {
        line.id: "zero" if line.product_id in zeroed and chosen[line.id] != "keep" else chosen[line.id]
        for line in lines
    }


def _returned(line: LineNow, quantity: int, effect: str) -> int:
    return min(quantity, line.held) if line.stock is not None and effect == "return" else 0


def _zeroed(line: LineNow, removed: Sequence[tuple[LineNow, int]], effects: Mapping[int, str]) -> bool:
    return any(effects[one.id] == "zero" and one.product_id == line.product_id for one, _ in removed)


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
