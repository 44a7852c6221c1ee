"""What a page shows of a buyer's request, and of what agreeing to it will do (D11)."""

from typing import Any

from anam.orders.emails.parts import money_words
from anam.orders.models import CancellationRequest, Order
from anam.orders.requests.accept_request import load_request_context, plan_request
from anam.orders.requests.request_validation import latest_request


def request_context(order: Order) -> dict[str, Any]:
    """What the buyer asked for last, and, while it is open, what agreeing will do (D11)."""
    asked = latest_request(order)
    if asked is None or not asked.is_open:
        return {"request_of_buyer": asked, "request_effects": None}
    return {"request_of_buyer": asked, "request_effects": request_effects(order, asked)}


def request_effects(order: Order, asked: CancellationRequest) -> dict[str, Any]:
    """The plan of an open request, and its money in words."""
    plan = plan_request(order, asked, load_request_context(order))
    payment = getattr(order, "payment", None)
    card = payment.card if payment else ""
    return {
        "plan": plan,
        "is_part": not plan.final,
        "money_words": money_words(plan.money, part=not plan.final, card=card, ahead=True),
    }
