from django.db import transaction

from anam.cases.models import Case
from anam.orders.locking import lock
from anam.orders.models import AddressRequest, Order
from anam.orders.ship_to.answer_address import agree_to_address, refuse_address
from anam.people.models import User
from anam.support.claiming import claim


@transaction.atomic
def answer_address_request(case_id: int, *, by: User, agreed: bool, words: str = "") -> Order:
    """Support answers that a buyer wants an order sent to another country, and their maker did not; the case closes.

    Raises Case.DoesNotExist where it is about no such request, and Refused as the maker's own answers do, or where the
    case is closed or a colleague's (D7).
    """
    asked = AddressRequest.objects.filter(case=case_id).values_list("pk", "order__number").first()
    if asked is None:
        raise Case.DoesNotExist
    request_id, number = asked
    everybodys = Order.objects.all()
    lock(everybodys, number)  # the order first, as everybody locks
    claim(case_id, by=by)
    if agreed:
        return agree_to_address(number, request_id=request_id, among=everybodys, by=by, acting_as="support")
    return refuse_address(number, request_id=request_id, among=everybodys, by=by, acting_as="support", words=words)
