from django.db import transaction

from anam.history.record import record
from anam.orders.clock import order_now
from anam.orders.locking import lock, transition
from anam.orders.models import Order
from anam.orders.status import Status
from anam.people.models import Buyer, User
from anam.refusals import Refused

UNSETTLED = (
    "Good that it is there. Its payment is not settled yet, and until it is, the order cannot be completed. There is "
    "nothing that you must do now."
)


@transaction.atomic
def complete(number: str, *, buyer: Buyer, by: User) -> Order:
    """The buyer says that the order has arrived. Raises Order.DoesNotExist where it is not theirs, and Refused.

    `payment_unsettled`: while its money has not been taken, it does not complete (M11).
    """
    order = lock(Order.objects.of_buyer(buyer), number)
    if order.status == Status.SHIPPED and Order.objects.unsettled().filter(pk=order.pk).exists():
        raise Refused.because("payment_unsettled", UNSETTLED)
    now = order_now(order)
    transition(order, "complete", completed_at=now)
    record(order, kind="completed", by=by, acting_as="buyer", at=now)
    return order
