from django.db import transaction

from anam.cases.actions.open_case import open_case
from anam.cases.models import Case
from anam.clock import database_now
from anam.coded import coded
from anam.history.record import record
from anam.orders.locking import lock
from anam.orders.models import CancellationRequest, Order
from anam.policy.models import current_policy


def chase_requests() -> int:
    """What a buyer asked for and no maker answered in time becomes a case for support, once. The answer is how many."""
    unanswered = CancellationRequest.objects.still_open().filter(answer_by__lte=database_now(), cases=None)
    return sum(_hand_to_support(pk, number) for pk, number in unanswered.values_list("pk", "order__number")[:200])


@transaction.atomic
def _hand_to_support(request_id: int, number: str) -> bool:
    order = lock(Order.objects.all(), number)
    request = CancellationRequest.objects.still_open().filter(pk=request_id).first()
    if request is None:  # answered a moment ago
        return False
    case, new = open_case(
        Case.Kind.REQUEST,
        about=coded("request_unanswered", maker=order.maker.name, buyer=order.buyer.name, order=order.number),
        message=request.words,
        opened_as="buyer",
        by=request.asked_by,
        answer_within=current_policy().support_answer_time,
        request=request,
        order=order,
        maker_id=order.maker_id,
        buyer_id=order.buyer_id,
    )
    if new:
        record(order, kind="request_unanswered", by=None, acting_as="anam", case_id=case.pk, request_id=request.pk)
    return new
