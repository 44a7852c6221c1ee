"""What the sheet asks, and the API does not: what happens to each product's stock, and that answers are read."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from anam.orders.cancellation.context import CancellationContext
from anam.orders.cancellation.plan import LinePlan, Plan
from anam.refusals import Refused, refusal_words


@dataclass(frozen=True)
class SheetState:
    """What its reader had chosen for the stock, by line id, and the id of the newest answer that they had read.

    0: there was nothing to read.
    """

    stock: Mapping[int, str] = field(default_factory=dict)
    answer: int = 0


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


def validate_stock(plan: Plan, stock: Mapping[int, str]) -> str:
    """What is still to be chosen for the stock; "" where nothing is. Nothing is chosen for anybody beforehand (D9)."""
    open_ones = [one.title for one in products_of(plan, stock) if one.is_asked and not one.choice]
    return refusal_words("stock_needed", titles=open_ones) if open_ones else ""


def require_stock(sheet: SheetState, plan: Plan) -> None:
    """Raises Refused where the stock of a product was not chosen."""
    if words := validate_stock(plan, sheet.stock):
        raise Refused.because("lines_wrong", words)


def require_sheet(sheet: SheetState, context: CancellationContext, plan: Plan) -> None:
    """Raises Refused where the stock was not chosen, or the buyer has written what its reader has not read."""
    require_stock(sheet, plan)
    if context.answer > sheet.answer:
        raise Refused.because("changed_meanwhile", refusal_words("buyer_answered"))
