from django.db import transaction

from anam.history.record import record
from anam.orders.clock import order_now
from anam.orders.models import AddressRequest, Order
from anam.orders.ship_to.change_address import close_address_requests, lock_to_change
from anam.people.models import Buyer, User
from anam.refusals import Refused


@transaction.atomic
def take_back_address(number: str, *, buyer: Buyer, by: User) -> Order:
    """The buyer does not want it sent to another country after all. Raises as `change_address`.

    Refused, too, where the maker or support has answered meanwhile (D7).
    """
    order = lock_to_change(Order.objects.of_buyer(buyer), number)
    now = order_now(order)
    if not close_address_requests(order, answer=AddressRequest.Answer.WITHDRAWN, by=by, acting_as="buyer", at=now):
        raise Refused.because("request_closed", "This request was answered already, or withdrawn.")
    record(order, kind="address_taken_back", by=by, acting_as="buyer", at=now)
    return order
