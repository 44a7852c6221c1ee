"""May I decline? The answer, with everything that the pop-up knows (D11)."""

from collections.abc import Iterable
from typing import Literal

from anam.api.shapes.fields import Moment, Money, Shape
from anam.orders.cancellation.plan import LinePlan, Plan
from anam.orders.emails.parts import money_ahead
from anam.orders.models import Order
from anam.people.models import User
from anam.policy.models import Reason


class NextOut(Shape):
    words: str
    url: str | None
    """The page where people do it."""
    call: str | None
    """The call that does it."""


class RefusalOut(Shape):
    code: str
    message: str
    next: NextOut


class ReasonOut(Shape):
    key: str
    label: str
    for_buyer: str
    """How the buyer hears it; "" where they are not told."""
    fault: Literal["maker", "buyer", "nobody"]
    counts: bool
    """Whether it counts in the maker's figures."""
    part_of_an_order: bool
    """Whether it can be given for a part."""
    stock: Literal["return", "zero", "keep"]
    least_words: int
    """Characters that the explanation needs."""
    suggestion: str


class MoneyEffect(Shape):
    kind: Literal["void", "refund", "less", "nothing"]
    """void: the authorisation is released. refund: charged money goes back. less: so much less will be charged."""
    amount: Money
    currency: str
    words: str


class StockEffect(Shape):
    effect: Literal["return", "zero", "keep"]
    before: int
    after: int


class LineEffect(Shape):
    id: int
    sku: str
    title: str
    quantity: int
    stock: StockEffect | None
    """null: the stock of this product is not counted."""


class ToldOut(Shape):
    name: str
    side: Literal["maker", "buyer"]


class PreviewOut(Shape):
    """What `POST` with the same choices then does."""

    announced: str
    """Give it to `POST …/decline`, and nothing is done where this has changed meanwhile."""
    reason: str | None
    """The reason it was made for; without one, goods are taken to go back to the stock."""
    part: bool
    """Whether something of the order would be left."""
    money: MoneyEffect
    lines: list[LineEffect]
    told: list[ToldOut]


class MayCancel(Shape):
    allowed: bool
    server_time: Moment
    refusals: list[RefusalOut]
    reasons: list[ReasonOut]
    preview: PreviewOut | None
    """null for an order that has moved on."""


class MayDecline(Shape):
    allowed: bool
    in_time: bool
    decline_by: Moment
    server_time: Moment
    refusals: list[RefusalOut]
    reasons: list[ReasonOut]
    preview: PreviewOut | None
    """null for an order that has moved on."""


def reasons_out(reasons: Iterable[Reason]) -> list[ReasonOut]:
    names = tuple(ReasonOut.model_fields)
    return [ReasonOut(**{name: getattr(reason, name) for name in names}) for reason in reasons]


def preview_out(order: Order, plan: Plan, reason: Reason | None) -> PreviewOut:
    """`plan` as it is told. One query: who is told."""
    money = plan.money
    return PreviewOut(
        announced=plan.preview_token,
        reason=reason.key if reason else None,
        part=not plan.final,
        money=MoneyEffect.model_validate(
            {
                "kind": money.kind,
                "amount": money.amount,
                "currency": money.currency or order.currency,
                "words": money_ahead(order, plan),
            }
        ),
        lines=list(line_effects(plan.lines)),
        told=_told(order),
    )


def line_effects(lines: Iterable[LinePlan]) -> Iterable[LineEffect]:
    """What becomes of each line, as it is told."""
    for one in lines:
        effect = {"effect": one.effect, "before": one.before, "after": one.after}
        stock = StockEffect.model_validate(effect) if one.tracked else None
        yield LineEffect(id=one.line.id, sku=one.line.sku, title=one.line.title, quantity=one.quantity, stock=stock)


def _told(order: Order) -> list[ToldOut]:
    buyers = User.objects.active_members("buyer", order.buyer_id)
    makers = User.objects.active_members("maker", order.maker_id)
    return [
        *(ToldOut(name=person.name, side="buyer") for person in buyers.order_by("name")),
        *(ToldOut(name=person.name, side="maker") for person in makers.order_by("name")),
    ]
