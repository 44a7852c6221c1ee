from django.db import transaction

from anam.history.record import record
from anam.orders.clock import order_now
from anam.orders.models import AddressRequest, Order
from anam.orders.queries import OrderQuerySet
from anam.orders.requests.request_validation import validate_request_words
from anam.orders.ship_to.change_address import close_address_requests, lock_to_change, send_to
from anam.people.models import User
from anam.refusals import Refused
from anam.words import visible

_ANSWERED = "This request was answered already, or the buyer has changed it meanwhile."


@transaction.atomic
def agree_to_address(number: str, *, request_id: int, among: OrderQuerySet, by: User, acting_as: str) -> Order:
    """Send the order to the country that its buyer asks for; shipping costs at most what was announced.

    `among` are the orders that `by` may answer for, as "maker" or "support". Raises Order.DoesNotExist (D1), and
    Refused where the order has moved on, or the request is not the open one (D7).
    """
    order = lock_to_change(among, number)
    asked = _open_request(order, request_id)
    now = order_now(order)
    close_address_requests(order, answer=AddressRequest.Answer.ACCEPTED, by=by, acting_as=acting_as, at=now)
    send_to(order, asked.ship_to, by=by, acting_as=acting_as, at=now)
    return order


@transaction.atomic
def refuse_address(
    number: str, *, request_id: int, among: OrderQuerySet, by: User, acting_as: str, words: str
) -> Order:
    """Keep sending the order where it went, and say why in words that the buyer reads. Raises as `agree_to_address`."""
    words = visible(words).strip()
    order = lock_to_change(among, number)
    _open_request(order, request_id)
    if refusal := validate_request_words(words):
        raise Refused(refusal)
    now = order_now(order)
    answer = AddressRequest.Answer.DECLINED
    close_address_requests(order, answer=answer, by=by, acting_as=acting_as, at=now, words=words)
    record(order, kind="address_refused", by=by, acting_as=acting_as, at=now, words=words)
    return order


def _open_request(order: Order, request_id: int) -> AddressRequest:
    asked = order.address_requests.unanswered().select_related("ship_to").filter(pk=request_id).first()
    if asked is None:
        raise Refused.because("request_closed", _ANSWERED, "See the order", order.get_absolute_url())
    return asked
