"""What a part of an order came to: the rule of shares, exact to the smallest unit of money (M10).

Goods count what they cost. A discount or tax that the source has for one line belongs to its pieces: to the first k of
n, k n-ths of it, rounded down. What is left of the discount is shared among all goods by what they cost after that; so
is the tax, where no line has its own. Else what is left of the tax is the shipping's. What is the shipping's stays with
it, until nothing is left of the order; so does a discount that goes beyond the goods.

A part is the difference of two such sums, from the first piece that went on: so all parts together are the whole,
whatever they are and in whatever order they go.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from anam.orders.cancellation.context import LineState
from anam.orders.models import Order


@dataclass(frozen=True)
class Worth:
    """What some goods came to, in minor units."""

    goods: int
    discount: int
    tax: int

    @property
    def total(self) -> int:
        return self.goods - self.discount + self.tax

    def __sub__(self, other: "Worth") -> "Worth":
        return Worth(self.goods - other.goods, self.discount - other.discount, self.tax - other.tax)


def worth_of_part(order: Order, lines: Sequence[LineState], taken: Mapping[int, int]) -> Worth:
    """What `taken`, pieces by line id, of what is left of `order` comes to; `lines` are all that it ever had."""
    gone = {line.id: line.ordered - line.quantity for line in lines}
    then = {id: pieces + taken.get(id, 0) for id, pieces in gone.items()}
    return _worth_of_first(order, lines, then) - _worth_of_first(order, lines, gone)


def _worth_of_first(order: Order, lines: Sequence[LineState], gone: Mapping[int, int]) -> Worth:
    """What the first `gone` pieces of each line came to."""
    goods = sum(gone[line.id] * line.unit_price for line in lines)
    discount = sum(line.discount * gone[line.id] // line.ordered for line in lines)
    tax = sum(line.tax * gone[line.id] // line.ordered for line in lines)
    net, all_net = goods - discount, order.items_total - sum(line.discount for line in lines)
    if all_net > 0:
        rest = order.discount - sum(line.discount for line in lines)
        discount += min(rest, all_net) * net // all_net
        tax += 0 if any(line.tax for line in lines) else order.tax * net // all_net
    return Worth(goods, discount, tax)
