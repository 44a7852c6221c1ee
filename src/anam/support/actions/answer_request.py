from django.db import transaction

from anam.cases.models import Case
from anam.orders.locking import lock
from anam.orders.models import Order
from anam.orders.requests.accept_request import accept_request
from anam.orders.requests.decline_request import decline_request
from anam.people.models import User
from anam.support.claiming import claim


@transaction.atomic
def answer_request(case_id: int, *, by: User, accepted: bool, words: str, preview_token: str = "") -> Order:
    """Support answers what a buyer asked for and their maker did not; the case closes with it.

    Raises Case.DoesNotExist where it is about no request, and Refused as the maker's own answers do, or where the
    case is closed or a colleague's (D7).
    """
    number = Case.objects.filter(request__isnull=False).values_list("order__number", flat=True).get(pk=case_id)
    lock(Order.objects.all(), number)  # the order first, as everybody locks
    claim(case_id, by=by)
    everybodys = Order.objects.all()
    if accepted:
        return accept_request(
            number, among=everybodys, by=by, acting_as="support", words=words, preview_token=preview_token
        )
    return decline_request(number, among=everybodys, by=by, acting_as="support", words=words)
