from django.db import transaction

from anam.cases.actions.mark_unanswered import mark_unanswered
from anam.clock import database_now
from anam.orders.models import Order, OrderReturn
from anam.orders.returns.return_status import ReturnStatus
from anam.orders.returns.return_steps import lock_return, record_step

_MAX_AT_ONCE = 200


def chase_returns() -> int:
    """Where what was agreed has not come back in the policy's days, remind the buyer, and have support look. D10, M13.

    Once each. The answer is how many.
    """
    late = OrderReturn.objects.still_open().filter(send_by__lte=database_now(), received_at=None, reminded_at=None)
    return sum(_remind(number, pk) for number, pk in late.values_list("order__number", "pk")[:_MAX_AT_ONCE])


@transaction.atomic
def _remind(number: str, return_id: int) -> bool:
    order, one = lock_return(Order.objects.all(), number, return_id)
    now = database_now()
    waits = OrderReturn.objects.filter(
        pk=one.pk, status__in=(ReturnStatus.AGREED, ReturnStatus.SENT), reminded_at=None, send_by__lte=now
    )
    if not waits.update(reminded_at=now):  # it came back a moment ago
        return False
    if one.status == ReturnStatus.AGREED and one.send_by:
        told = {"send_by": one.send_by.isoformat()}
        record_step(order, one, "return_reminded", by=None, acting_as="anam", at=now, **told)
    mark_unanswered(one.case, at=now)
    return True
