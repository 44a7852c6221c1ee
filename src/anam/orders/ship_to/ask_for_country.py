from django.db import transaction

from anam.history.record import record
from anam.orders.clock import order_now
from anam.orders.models import AddressRequest, Order
from anam.orders.ship_to.change_address import close_address_requests, lock_to_change
from anam.people.models import Buyer, User
from anam.postal.actions.keep_address import validate_address
from anam.postal.address import Address
from anam.postal.models import PostalAddress


@transaction.atomic
def ask_for_country(
    number: str, address: Address, *, buyer: Buyer, by: User, confirmed: bool = False
) -> AddressRequest:
    """Ask the maker to send an order to another country; until they answer it goes where it went.

    The same asked again is the request that is there (D7); another one takes its place. Raises as `change_address`.
    """
    order = lock_to_change(Order.objects.of_buyer(buyer), number)
    before = AddressRequest.objects.filter(order=order, answer="").select_related("ship_to").first()
    if before and before.ship_to.address == address:
        return before
    validate_address(address, confirmed=confirmed)
    now = order_now(order)
    close_address_requests(order, answer=AddressRequest.Answer.WITHDRAWN, by=by, acting_as="buyer", at=now)
    asked = AddressRequest.objects.create(
        order=order,
        maker_id=order.maker_id,
        ship_to=PostalAddress.objects.add(address, confirmed=confirmed),
        asked_by=by,
        asked_at=now,
        answer_by=now + order.policy.request_answer_time,
    )
    record(
        order,
        kind="address_asked",
        by=by,
        acting_as="buyer",
        at=now,
        ship_to=asked.ship_to_id,
        answer_by=asked.answer_by.isoformat(),
    )
    return asked
