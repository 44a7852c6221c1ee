"""What a page shows of a buyer's request, and of what agreeing to it will do (D11)."""

from typing import Any

from anam.orders.actions.accept_request import facts_at_wish, plan_of_request
from anam.orders.letters.parts import money_words
from anam.orders.letters.requests import part_money_words
from anam.orders.models import CancellationRequest, Order
from anam.orders.removal import RemovalPlan
from anam.orders.requests import latest_request


def request_facts(order: Order) -> dict[str, Any]:
    """What the buyer asked for last, and, while it is open, what agreeing will do (D11)."""
    asked = latest_request(order)
    if asked is None or not asked.is_open:
        return {"request_of_buyer": asked, "wish": None}
    return {"request_of_buyer": asked, "wish": wish_of(order, asked)}


def wish_of(order: Order, asked: CancellationRequest) -> dict[str, Any]:
    """The plan of an open request, and its money in words."""
    plan = plan_of_request(order, asked, facts_at_wish(order))
    payment = getattr(order, "payment", None)
    money, card = plan.money, payment.card if payment else ""
    is_part = isinstance(plan, RemovalPlan)
    return {
        "plan": plan,
        "is_part": is_part,
        "money_words": part_money_words(money.kind, money.amount, money.currency)
        if is_part
        else money_words(money, card=card, ahead=True),
    }
