from django.db import transaction

from anam.history.record import record
from anam.orders.clock import order_now
from anam.orders.locking import lock
from anam.orders.models import Order
from anam.orders.requests.close_request import close_request
from anam.people.models import Buyer, User


@transaction.atomic
def take_back_request(number: str, *, buyer: Buyer, by: User) -> Order:
    """The buyer wants the order after all. Raises Order.DoesNotExist (D1), and Refused where it was answered (D7)."""
    order = lock(Order.objects.of_buyer(buyer), number)
    now = order_now(order)
    request = close_request(order, answer="withdrawn", words="", by=by, as_side="buyer", at=now)
    record(order, kind="request_taken_back", by=by, acting_as="buyer", at=now, request_id=request.pk)
    return order
