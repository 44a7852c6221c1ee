from django.db import transaction

from anam.cases.actions.open_case import open_case
from anam.cases.models import Case
from anam.coded import coded
from anam.orders.models import Order
from anam.people.models import Buyer, User
from anam.policy.models import current_policy
from anam.support.escalation import checked_words
from anam.words import visible


@transaction.atomic
def complain(number: str, *, buyer: Buyer, by: User, words: str) -> Case:
    """A buyer says that something is wrong with their order: a case for support, which answers them.

    The same words about the same open case are a double click. Raises Order.DoesNotExist and Refused.
    """
    order = Order.objects.of_buyer(buyer).select_for_update(no_key=True).get(number=number)
    words = checked_words(visible(words), who_reads="support needs to know what is wrong")
    before = Case.objects.of_order(order.pk).still_open().filter(kind=Case.Kind.COMPLAINT, message=words).first()
    if before:
        return before
    case, _ = open_case(
        Case.Kind.COMPLAINT,
        about=coded("something_wrong", order=order.number),
        message=words,
        opened_as="buyer",
        by=by,
        answer_within=current_policy().support_answer_time,
        order=order,
        maker_id=order.maker_id,
        buyer_id=order.buyer_id,
    )
    return case
