"""What cancelling will do: announced before, and carried out after, from the same object (D11, M10)."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from anam.catalog.stock import Release
from anam.orders.cancellation.context import CancellationContext, LineState
from anam.orders.cancellation.proration import Worth, worth_of_part
from anam.orders.models import Order
from anam.payments.actions.void_or_refund import RefundPlan, plan_refund

STOCK_CHOICES = ("return", "zero", "keep")


@dataclass(frozen=True)
class LinePlan:
    """How many of one line go, and what happens to their stock.

    `effect` is return, zero or keep; `returned`, and the stock `before` and `after`, in units.
    """

    line: LineState
    quantity: int
    effect: str
    returned: int
    before: int | None
    after: int | None

    @property
    def tracked(self) -> bool:
        return self.before is not None


@dataclass(frozen=True)
class Plan:
    """The whole effect of a cancellation. `final`: nothing is left of the order.

    `amount` in minor units; `worth` of a part is what of it the goods are, with their share of discount and tax.
    """

    lines: tuple[LinePlan, ...]
    final: bool
    amount: int
    worth: Worth | None
    money: RefundPlan
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
    def preview_token(self) -> str:
        """The same for the same money and the same goods: a form carries it, to confirm what it announced.

        Once a reason is chosen, what it does to the stock is part of it. Stock levels are not: they move all day,
        while what goes back stays the same.
        """
        effects = [(one.line.id, one.effect) for one in self.lines if one.tracked]
        return f"{self._goods_and_money}.{digest(effects)}" if self.chosen else self._goods_and_money

    def matches_preview(self, token: str) -> bool:
        """Whether this is what a form with that token announced (D11)."""
        return token in (self.preview_token, self._goods_and_money)

    @property
    def _goods_and_money(self) -> str:
        goods = [(one.line.id, one.quantity, one.line.quantity, one.line.reserved, one.tracked) for one in self.lines]
        return digest([asdict(self.money), goods])

    def to_json(self) -> dict[str, Any]:
        """What the cancellation and the history keep of it."""
        return {
            "money": asdict(self.money),
            "lines": [
                {
                    "title": one.line.title,
                    "quantity": one.quantity,
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


def takes_all(context: CancellationContext, quantities: Mapping[int, int]) -> bool:
    """Whether nothing would be left of the order."""
    return all(quantities.get(line.id, 0) >= line.quantity for line in context.lines)


def plan_cancellation(
    order: Order,
    context: CancellationContext,
    *,
    quantities: Mapping[int, int] | None = None,
    stock: Mapping[int, str] | None = None,
) -> Plan:
    """The effect of cancelling `quantities`, by line id, of what is left of `order`; all of it where None is given.

    The stock does what `context.reason` says, or `stock` by line id (D9): what is chosen for one line of a product
    holds for its others, but for those that have a choice of their own.
    """
    final = quantities is None or takes_all(context, quantities)
    wanted = {line.id: line.quantity for line in context.lines} if final else quantities or {}
    taken = [(line, min(wanted.get(line.id, 0), line.quantity)) for line in context.lines]
    taken = [(line, quantity) for line, quantity in taken if quantity > 0]
    by_reason = context.reason.stock if context.reason else "return"
    stock = stock or {}
    by_product = {line.product_id: stock[line.id] for line, _ in reversed(taken) if line.id in stock}
    chosen = {
        line.id: stock.get(line.id) or (by_product.get(line.product_id) if line.product_id else None) or by_reason
        for line, _ in taken
    }
    worth = None if final else worth_of_part(order, context.all_lines, {line.id: pieces for line, pieces in taken})
    amount = order.due if worth is None else worth.total
    return Plan(
        lines=tuple(line_plans(taken, chosen)),
        final=final,
        amount=amount,
        worth=worth,
        money=plan_refund(getattr(order, "payment", None), amount=amount, final=final),
        chosen=context.reason is not None,
    )


def line_plans(taken: Sequence[tuple[LineState, int]], chosen: Mapping[int, str]) -> Sequence[LinePlan]:
    """What becomes of the stock of what is `taken` of lines, by what is `chosen` for each (D9).

    What is set to zero for one line is so for every line of its product, but for those that keep it as it is.
    """
    zeroed = {line.product_id for line, _ in taken if chosen[line.id] == "zero"}
    back: dict[int | None, int] = {}
    for line, quantity in taken:
        if chosen[line.id] == "return":
            back[line.product_id] = back.get(line.product_id, 0) + min(quantity, line.reserved)
    plans = []
    for line, quantity in taken:
        effect = "zero" if line.product_id in zeroed and chosen[line.id] != "keep" else chosen[line.id]
        after = 0 if line.product_id in zeroed else (line.stock or 0) + back.get(line.product_id, 0)
        tracked = line.stock is not None
        returned = min(quantity, line.reserved) if tracked and effect == "return" else 0
        plans.append(LinePlan(line, quantity, effect, returned, line.stock, after if tracked else None))
    return plans


@dataclass(frozen=True)
class ProductPlan:
    """What happens to the stock of one product, over all of the lines that cancel some of it.

    `name` is the id of its first line; `reserved` are those that go of `reserved_now`; `before`, and what would be
    after each choice, in units. `choice` is "" while nobody has chosen; `effect` is then what the reason does.
    """

    name: int
    title: str
    sku: str
    quantity: int
    reserved: int
    reserved_now: int
    before: int
    returned: int
    choice: str
    effect: str
    after: int
    picture: str = ""

    @property
    def is_asked(self) -> bool:
        """Not where the shelf is empty: nothing there could be set to 0, and what was taken from it goes back."""
        return self.before > 0

    @property
    def with_returned(self) -> int:
        return self.before + self.reserved


def products_of(plan: Plan, stock: Mapping[int, str]) -> list[ProductPlan]:
    """The counted products of `plan`, in the order of their lines, with what `stock` says of them by line id."""
    lines: dict[int, list[LinePlan]] = {}
    for one in plan.lines:
        if one.tracked and one.line.product_id:
            lines.setdefault(one.line.product_id, []).append(one)
    return [_product(ones, stock) for ones in lines.values()]


def _product(lines: list[LinePlan], stock: Mapping[int, str]) -> ProductPlan:
    first = lines[0]
    return ProductPlan(
        name=first.line.id,
        title=first.line.title,
        sku=first.line.sku,
        quantity=sum(one.quantity for one in lines),
        reserved=sum(min(one.quantity, one.line.reserved) for one in lines),
        reserved_now=sum(one.line.reserved for one in lines),
        before=first.before or 0,
        returned=sum(one.returned for one in lines),
        choice=next((stock[one.line.id] for one in lines if one.line.id in stock), ""),
        effect=first.effect,
        after=first.after or 0,
        picture=first.line.picture,
    )
