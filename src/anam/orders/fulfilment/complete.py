from django.db import transaction

from anam.history.record import record
from anam.orders.clock import order_now
from anam.orders.locking import lock, transition
from anam.orders.models import Order
from anam.people.models import Buyer, User


@transaction.atomic
def complete(number: str, *, buyer: Buyer, by: User) -> Order:
    """The buyer says that the order has arrived. Raises Order.DoesNotExist where it is not theirs, and Refused."""
    order = lock(Order.objects.of_buyer(buyer), number)
    now = order_now(order)
    transition(order, "complete", completed_at=now)
    record(order, kind="completed", by=by, acting_as="buyer", at=now)
    return order
