"""May support give money back? The answer, with everything that the page knows (D11, M12)."""

from anam.api.shapes.decline import LineEffect, MoneyEffect, RefusalOut, line_effects
from anam.api.shapes.fields import Money, Shape
from anam.orders.emails.parts import money_words
from anam.orders.models import Order
from anam.orders.refunds.planned_refund import PlannedRefund


class RefundPreviewOut(Shape):
    """What `POST` with the same choices then does."""

    announced: str
    """Give it to `POST …/refund`, and nothing is done where this has changed, or money went back meanwhile."""
    money: MoneyEffect
    lines: list[LineEffect]


class MayRefund(Shape):
    allowed: bool
    refusals: list[RefusalOut]
    left: Money
    """What was charged, and has neither gone back nor is going back, nor is disputed."""
    preview: RefundPreviewOut | None
    """null where neither a sum nor lines were named, or nothing can go back."""


def preview_out(order: Order, plan: PlannedRefund) -> RefundPreviewOut:
    """`plan` as it is told."""
    money, card = plan.money, order.payment.card
    effect = {"kind": money.kind, "amount": money.amount, "currency": money.currency}
    words = money_words(money, part=True, card=card, ahead=True)
    return RefundPreviewOut(
        announced=plan.preview_token,
        money=MoneyEffect.model_validate({**effect, "words": words}),
        lines=list(line_effects(plan.lines)),
    )
