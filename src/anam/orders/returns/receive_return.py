from collections.abc import Mapping

from django.db import transaction

from anam.orders.clock import order_now
from anam.orders.models import Order, OrderReturn, Refund
from anam.orders.returns.return_status import ReturnStatus
from anam.orders.returns.return_steps import lock_return, move, record_step
from anam.orders.returns.return_validation import validate_quantities
from anam.people.models import User


@transaction.atomic
def receive_return(
    number: str, return_id: int, *, by: User, quantities: Mapping[int, int], stock: Mapping[int, str] | None = None
) -> OrderReturn:
    """Support says what came back, by line id, and what its stock does once it is refunded: "return" or "keep". D9.

    Nobody has to have said that it was sent. The same again changes nothing (D7). Raises Order.DoesNotExist,
    OrderReturn.DoesNotExist, and Refused: `lines_wrong`, `return_moved_on`.
    """
    order, one = lock_return(Order.objects.all(), number, return_id)
    quantities = {line: quantity for line, quantity in quantities.items() if quantity}
    if one.status == ReturnStatus.RECEIVED and _came_back(one) == quantities:
        return one
    validate_quantities(quantities, {line.line_id: (line.line.title, line.quantity) for line in one.lines.all()})
    now = order_now(order)
    move(one, "receive", at=now, received_at=now)
    for line in one.lines.all():
        line.came_back = quantities.get(line.line_id, 0)
        keeps = (stock or {}).get(line.line_id) == Refund.Stock.KEEP
        line.stock = Refund.Stock.KEEP if keeps else Refund.Stock.RETURN
        line.save(update_fields=["came_back", "stock"])
    record_step(order, one, "return_received", by=by, acting_as="support", at=now)
    return one


def _came_back(one: OrderReturn) -> dict[int, int]:
    return {line.line_id: line.came_back for line in one.lines.all() if line.came_back}
