from datetime import timedelta

from django.db import transaction

from anam.cases.actions.mark_answered import mark_answered
from anam.orders.clock import order_now
from anam.orders.models import Order, OrderReturn
from anam.orders.returns.return_status import ReturnStatus
from anam.orders.returns.return_steps import lock_return, move, record_step
from anam.orders.returns.return_validation import checked_words
from anam.people.models import User


@transaction.atomic
def agree_return(number: str, return_id: int, *, by: User, words: str) -> OrderReturn:
    """Support agrees: `words` tell the buyer where to send the goods; by when, the policy of the order says. D10, D13.

    The same again changes nothing (D7). Raises Order.DoesNotExist, OrderReturn.DoesNotExist, and Refused:
    `words_needed`, `return_moved_on`.
    """
    order, one = lock_return(Order.objects.all(), number, return_id)
    words = checked_words(words, who_reads="the buyer needs to know where to send it")
    if one.status == ReturnStatus.AGREED and one.instructions == words:
        return one
    now = order_now(order)
    send_by = now + timedelta(days=order.policy.return_days)
    move(one, "agree", at=now, instructions=words, agreed_at=now, send_by=send_by)
    told = {"words": words, "send_by": send_by.isoformat()}
    record_step(order, one, "return_agreed", by=by, acting_as="support", at=now, **told)
    mark_answered(one.case, at=now)
    return one
