from typing import Any

from django.db import transaction

from anam.cases.actions.close_case import close_case
from anam.cases.actions.mark_answered import mark_answered
from anam.coded import coded
from anam.orders.clock import order_now
from anam.orders.models import Order, OrderReturn
from anam.orders.refunds.refund_order import refund_order
from anam.orders.returns.return_status import ReturnStatus
from anam.orders.returns.return_steps import lock_return, move, record_step
from anam.people.models import User


@transaction.atomic
def refund_return(number: str, return_id: int, *, by: User, key: str = "", **refund: Any) -> OrderReturn:
    """Support gives back money for what came back; with that the return and its case end. M12, D9, M13.

    `refund` is what `refund_order` takes; the stock of each line does what was said when it came back. The same `key`
    again changes nothing (D7). Raises Order.DoesNotExist, OrderReturn.DoesNotExist, and Refused: `return_moved_on`, or
    as `refund_order` does.
    """
    order, one = lock_return(Order.objects.all(), number, return_id)
    if one.status == ReturnStatus.REFUNDED and one.refund and key and one.refund.key == key:
        return one
    stock = refund.pop("stock", None) or stock_of_return(one)
    now = order_now(order)
    if one.status == ReturnStatus.RECEIVED:
        one.refund = refund_order(number, by=by, stock=stock, key=key, **refund)
    move(one, "refund", at=now, refund=one.refund)
    assert one.refund
    told = {"amount": one.refund.amount, "currency": order.currency, "refund_id": one.refund.pk}
    record_step(order, one, "return_refunded", by=by, acting_as="support", at=now, **told)
    mark_answered(one.case, at=now)
    close_case(one.case, outcome="answered", because=coded("return_refunded"), by=by, at=now)
    return one


def stock_of_return(one: OrderReturn) -> dict[int, str]:
    """What the stock of each line does, as was said when it came back."""
    return {line.line_id: line.stock for line in one.lines.all() if line.stock}
