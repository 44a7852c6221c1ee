"""The address in an answer that is kept for its idempotency key: kept by its order alone, and told anew."""

import json
from typing import Any

from anam.api.shapes.order import ship_to_out, side_of
from anam.orders.details import with_details
from anam.orders.models import Order
from anam.people.models import User


def without_addresses(body: str) -> str:
    """`body` without the text of the address of the order that it tells.

    What tells none, or only city and country, stays as it is.
    """
    order = _order_in(body)
    return body if order is None else json.dumps({**order, "ship_to": {"id": order["ship_to"]["id"]}})


def with_addresses(body: str, user: User) -> str:
    """`body` with the address as `user` may see it now; null, where the order is theirs to see no more."""
    order = _order_in(body)
    if order is None:
        return body
    found = with_details(Order.objects.seen_by(user)).filter(number=order["number"]).first()
    shown = ship_to_out(found, side_of(user, maker_id=found.maker_id)) if found else None
    return json.dumps({**order, "ship_to": shown.model_dump(mode="json") if shown else None})


def _order_in(body: str) -> dict[str, Any] | None:
    if '"ship_to"' not in body:
        return None
    told = json.loads(body)
    is_order = isinstance(told, dict) and "number" in told and isinstance(told.get("ship_to"), dict)
    return told if is_order and told["ship_to"].get("is_whole", True) else None
