"""What a refund of support will do: announced before, and carried out after, from the same object (D11, M12)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.db.models import Q, Sum

from anam.catalog.stock import Release
from anam.orders.cancellation.context import CancellationContext, LineState
from anam.orders.cancellation.plan import LinePlan, digest, line_plans
from anam.orders.cancellation.proration import Worth, worth_of_part
from anam.orders.models import Order, RefundedLine
from anam.payments.actions.void_or_refund import RefundPlan, plan_refund

# What is sent back can be sold again; what is lost or broken cannot.
RETURNS = "returned"


@dataclass(frozen=True)
class PlannedRefund:
    """The whole effect of a refund: `amount` of the `left` that can go back, in minor units, and the stock by line.

    `worth` is what the lines came to; None where only a sum was named.
    """

    lines: tuple[LinePlan, ...]
    worth: Worth | None
    amount: int
    left: int
    money: RefundPlan

    @property
    def releases(self) -> list[Release]:
        """What the stock must do, for anam.catalog.stock.release."""
        return [
            Release(one.line.id, one.line.product_id, one.returned, zeroed=False)
            for one in self.lines
            if one.returned and one.line.product_id
        ]

    @property
    def preview_token(self) -> str:
        """The same for the same money, goods and stock, and as long as nothing else has gone back meanwhile."""
        goods = [(one.line.id, one.quantity, one.line.quantity, one.effect, one.returned) for one in self.lines]
        return digest([asdict(self.money), self.left, goods])

    def to_json(self) -> dict[str, Any]:
        """What the refund and the history keep of it."""
        return {
            "money": asdict(self.money),
            "lines": [
                {"title": one.line.title, "quantity": one.quantity, "stock": one.effect if one.tracked else ""}
                for one in self.lines
            ],
        }


def refundable_lines(order: Order, context: CancellationContext) -> tuple[LineState, ...]:
    """All lines that `order` ever had, each with what was neither cancelled nor refunded of it, and still holds stock.

    One query.
    """
    withdrawn = Q(refund__withdrawn_at__isnull=False)
    refunded = RefundedLine.objects.filter(refund__order=order).values_list("line")
    sums = refunded.annotate(
        live=Sum("quantity", filter=~withdrawn, default=0), back=Sum("returned", filter=withdrawn, default=0)
    )
    before = {line: (quantity, returned) for line, quantity, returned in sums}
    return tuple(_less(line, *before.get(line.id, (0, 0))) for line in context.all_lines)


def _less(line: LineState, refunded: int, returned: int) -> LineState:
    """What is left of `line`; `returned`: what is in stock again of a refund that was withdrawn."""
    reserved = max(line.reserved - refunded - returned, 0)
    return replace(line, quantity=line.quantity - refunded, reserved=reserved)


def plan_of_refund(
    order: Order,
    lines: tuple[LineState, ...],
    *,
    reason: str,
    amount: int | None = None,
    quantities: Mapping[int, int] | None = None,
    stock: Mapping[int, str] | None = None,
    by_hand: bool = False,
) -> PlannedRefund:
    """The effect of refunding `amount` (minor units), or what `quantities` by line id came to, or both: so much for
    these. `lines` are those of `refundable_lines`. The stock does what fits the reason, or `stock` by line id.
    `by_hand`: somebody has done it already; of an order that was cancelled elsewhere that may be a release.
    """
    payment = getattr(order, "payment", None)
    taken = [(line, (quantities or {}).get(line.id, 0)) for line in lines]
    taken = [(line, quantity) for line, quantity in taken if quantity > 0]
    fits = "return" if reason == RETURNS else "keep"
    chosen = {line.id: (stock or {}).get(line.id) or fits for line, _ in taken}
    worth = worth_of_part(order, lines, {line.id: quantity for line, quantity in taken}) if taken else None
    wanted = amount if amount is not None else worth.total if worth else 0
    left = payment.refundable if payment else 0
    if by_hand and payment and order.is_cancelled and not payment.captured:
        left = payment.authorised
    money = plan_refund(payment, amount=wanted, final=by_hand and order.is_cancelled and wanted == left)
    return PlannedRefund(
        lines=tuple(line_plans(taken, chosen)),
        worth=worth,
        amount=wanted,
        left=left,
        money=replace(money, by_hand=by_hand),
    )
