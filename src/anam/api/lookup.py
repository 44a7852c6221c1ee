"""What a call is about, if its person may see it; else 404 (D1)."""

from typing import Any

from anam.api.pipeline import ApiRequest
from anam.api.problems import Problem
from anam.conversations.models import Conversation
from anam.orders.details import with_details
from anam.orders.models import Order
from anam.orders.queries import OrderQuerySet
from anam.people.models import Buyer, Maker


def order_of(request: ApiRequest, number: str, *, among: OrderQuerySet | None = None) -> Order:
    """The order of that number, with all that is told of it."""
    seen = Order.objects.seen_by(request.user) if among is None else among
    return found(with_details(seen).filter(number=number).first())


def maker_of(request: ApiRequest) -> Maker:
    """The maker that the caller acts for; to everybody else there is nothing here."""
    return found(request.user.maker)


def shop_of(request: ApiRequest) -> Maker:
    """The maker whose products the caller keeps: the one place that says who may. To everybody else nothing is here."""
    return maker_of(request)


def buyer_of(request: ApiRequest) -> Buyer:
    """The buyer that the caller acts for; to everybody else there is nothing here."""
    return found(request.user.buyer)


def conversation_between(request: ApiRequest, pk: int) -> Conversation:
    """The conversation of that id."""
    conversations = Conversation.objects.seen_by(request.user).select_related("maker", "buyer")
    return found(conversations.filter(pk=pk).first())


def found[Row](row: Row | None) -> Row:
    if row is None:
        raise Problem(404, "not_found")
    return row


def chosen(lines: Any) -> dict[int, int]:
    """Quantities by line id. Raises Problem where a line is named twice."""
    quantities = {line.id: line.quantity for line in lines}
    if len(quantities) < len(lines):
        raise Problem(422, "wrong", "A line is named twice.")
    return quantities
