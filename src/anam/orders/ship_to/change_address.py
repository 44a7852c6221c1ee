from datetime import datetime

from django.db import transaction
from django.urls import reverse

from anam.cases.actions.close_case import close_case
from anam.cases.models import Case
from anam.coded import coded
from anam.history.record import record
from anam.orders.cancellation.eligibility import no_longer_possible
from anam.orders.clock import order_now
from anam.orders.locking import lock
from anam.orders.models import AddressRequest, Order
from anam.orders.queries import OrderQuerySet
from anam.orders.status import OPEN
from anam.people.models import Buyer, User
from anam.postal.actions.keep_address import validate_address
from anam.postal.address import Address
from anam.postal.models import PostalAddress
from anam.refusals import Next, Refusal, Refused


@transaction.atomic
def change_address(number: str, address: Address, *, buyer: Buyer, by: User, confirmed: bool = False) -> Order:
    """Have an order sent elsewhere in the same country, until it ships. Everybody on both sides is told.

    The same address again changes nothing (D7). The text that it had is blanked. Raises Order.DoesNotExist (D1), and
    Refused: it has shipped or ended, "another_country" (which is asked for), or as `validate_address` does.
    """
    order = lock_to_change(Order.objects.of_buyer(buyer), number)
    was = order.ship_to
    if was and was.address == address:
        return order
    validate_address(address, confirmed=confirmed)
    if was and was.country != address.country:
        raise Refused.because("another_country", f"Ask {order.maker.name} to send it to another country.")
    now = order_now(order)
    close_address_requests(order, answer=AddressRequest.Answer.WITHDRAWN, by=by, acting_as="buyer", at=now)
    send_to(order, PostalAddress.objects.add(address, confirmed=confirmed), by=by, acting_as="buyer", at=now)
    return order


def lock_to_change(orders: OrderQuerySet, number: str) -> Order:
    """The order of that number, locked, while it can still be sent elsewhere. Raises as `change_address` does."""
    order = lock(orders, number)
    if order.status not in OPEN:
        moved = no_longer_possible(order)
        raise Refused(Refusal(moved.code, moved.message, Next("See the order", reverse("buyer-order", args=[number]))))
    return order


def send_to(order: Order, ship_to: PostalAddress, *, by: User, acting_as: str, at: datetime) -> None:
    """Have a locked `order` sent there, put it on record by its id, and blank what it had before."""
    was = order.ship_to_id
    Order.objects.filter(pk=order.pk).update(ship_to=ship_to)
    order.ship_to = ship_to
    PostalAddress.objects.blank_one(was)
    record(order, kind="ship_to_changed", by=by, acting_as=acting_as, at=at, ship_to=ship_to.pk, was=was)


def close_address_requests(
    order: Order, *, answer: str, by: User, acting_as: str, at: datetime, words: str = ""
) -> int:
    """Answer the open request of a locked `order` for another country; how many there were: one at most (D7).

    Its case at support, where nobody had answered in time, closes with it.
    """
    still_open = AddressRequest.objects.filter(order=order, answer="")
    outcome = Case.Outcome.ANSWERED if acting_as == "support" else Case.Outcome.SUPERSEDED
    for case in Case.objects.still_open().filter(address_request__in=still_open):
        because = coded(f"request_{answer}", by=by.name)
        close_case(case, outcome=outcome, because=because, by=by, as_side=acting_as, at=at)
    if answer != AddressRequest.Answer.ACCEPTED:
        PostalAddress.objects.filter(pk__in=still_open.values("ship_to")).blank()
    return still_open.update(answer=answer, answered_at=at, answered_by=by, answer_words=words)
