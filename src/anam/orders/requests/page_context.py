"""What a page shows of a buyer's request, and of what agreeing to it will do (D11)."""

from typing import Any

from anam.orders.emails.parts import money_ahead
from anam.orders.models import CancellationRequest, Order
from anam.orders.requests.accept_request import load_request_context, plan_request
from anam.orders.requests.request_form import AcceptForm, RefusalForm
from anam.orders.requests.request_validation import latest_request
from anam.web.forms import PageForm


def request_context(order: Order) -> dict[str, Any]:
    """What the buyer asked for last, and, while it is open, what agreeing will do (D11)."""
    asked = latest_request(order)
    if asked is None or not asked.is_open:
        return {"request_of_buyer": asked, "request_effects": None}
    return {"request_of_buyer": asked, "request_effects": request_effects(order, asked)}


def answer_forms(order: Order, *, answer: str = "", refusal_words: str = "", **_: Any) -> dict[str, PageForm]:
    """The two forms by which a request is answered, with what was typed."""
    buyer = order.buyer.name
    return {
        "accept_form": AcceptForm(initial={"answer": answer}, buyer=buyer),
        "refusal_form": RefusalForm(initial={"refusal": refusal_words}, buyer=buyer),
    }


def request_effects(order: Order, asked: CancellationRequest) -> dict[str, Any]:
    """The plan of an open request, and its money in words."""
    plan = plan_request(order, asked, load_request_context(order))
    return {
        "plan": plan,
        "is_part": not plan.final,
        "money_words": money_ahead(order, plan),
    }
