"""A step of a return: found, locked, moved as the table allows, and put on record. One winner (D7, M13)."""

from datetime import datetime
from typing import Any

from anam.history.record import record
from anam.orders.locking import lock
from anam.orders.models import Order, OrderReturn
from anam.orders.queries import OrderQuerySet
from anam.orders.returns.return_status import ENDS, MOVES, ReturnStatus
from anam.people.models import User
from anam.refusals import Refused


def returns_of(order: Order) -> list[OrderReturn]:
    """What goes back of `order`, the first first; nothing is asked where its page was told that there is none."""
    if not getattr(order, "has_returns", True):
        return []
    return list(order.returns.for_page().order_by("pk"))


def lock_return(orders: OrderQuerySet, number: str, return_id: int) -> tuple[Order, OrderReturn]:
    """An order among `orders`, locked until the transaction ends, and its return.

    Raises Order.DoesNotExist and OrderReturn.DoesNotExist (D1).
    """
    order = lock(orders, number)
    return order, OrderReturn.objects.for_page().get(order=order, pk=return_id)


def move(one: OrderReturn, verb: str, *, at: datetime, **columns: Any) -> None:
    """Change the status of a return whose order is locked, with one conditional UPDATE.

    Raises Refused (`return_moved_on`), in words.
    """
    allowed = MOVES[verb]
    columns = {"status": allowed.target, **({"closed_at": at} if allowed.target in ENDS else {}), **columns}
    if not OrderReturn.objects.filter(pk=one.pk, status__in=allowed.origins).update(**columns):
        raise step_not_possible(one)
    for name, value in columns.items():
        setattr(one, name, value)


def step_not_possible(one: OrderReturn) -> Refused:
    """Why a step of a return cannot be taken: somebody took another one before."""
    label = ReturnStatus(one.status).label.lower()
    return Refused.because("return_moved_on", f"This return has moved on: it is now “{label}”.")


def record_step(
    order: Order, one: OrderReturn, kind: str, *, by: User | None, acting_as: str, at: datetime, **facts: Any
) -> None:
    """Put a step on record, with what is sent back (D12)."""
    came = one.received_at is not None
    lines = [
        {"title": line.line.title, "quantity": line.came_back if came else line.quantity}
        for line in one.lines.all()
        if not came or line.came_back
    ]
    facts = {"lines": lines, "return_id": one.pk, **facts}
    record(order, kind=kind, by=by, acting_as=acting_as, at=at, **facts)
