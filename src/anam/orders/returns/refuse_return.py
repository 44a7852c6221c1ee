from django.db import transaction

from anam.cases.actions.close_case import close_case
from anam.cases.actions.mark_answered import mark_answered
from anam.orders.clock import order_now
from anam.orders.models import Order, OrderReturn
from anam.orders.returns.return_status import ReturnStatus
from anam.orders.returns.return_steps import lock_return, move, record_step, step_not_possible
from anam.orders.returns.return_validation import checked_words
from anam.people.models import User


@transaction.atomic
def refuse_return(number: str, return_id: int, *, by: User, words: str, seen: str = "") -> OrderReturn:
    """Support refuses a return, at any step before its refund: the buyer and the maker read `words`. D10, D12.

    `seen` is the status that its page showed: what a colleague moved on meanwhile is looked at first (D11). The same
    again changes nothing (D7). Raises Order.DoesNotExist, OrderReturn.DoesNotExist, and Refused:
    `words_needed`, `return_moved_on`.
    """
    order, one = lock_return(Order.objects.all(), number, return_id)
    words = checked_words(words, who_reads="the buyer and the maker read why")
    if one.status == ReturnStatus.REFUSED and one.refusal == words:
        return one
    if seen and one.status != seen:
        raise step_not_possible(one)
    now = order_now(order)
    move(one, "refuse", at=now, refusal=words)
    record_step(order, one, "return_refused", by=by, acting_as="support", at=now, words=words)
    mark_answered(one.case, at=now)
    close_case(one.case, outcome="refused", words=words, by=by, at=now)
    return one
