from django.db import transaction

from anam.cases.actions.close_case import close_case
from anam.cases.models import Case
from anam.coded import coded
from anam.history.record import record
from anam.orders.cancellation.eligibility import no_longer_possible
from anam.orders.clock import order_now
from anam.orders.escalation.next_step import latest_case
from anam.orders.locking import lock_of_maker
from anam.people.models import Maker, User
from anam.refusals import Next, Refusal, Refused


@transaction.atomic
def take_back_from_support(number: str, *, maker: Maker, by: User) -> Case:
    """The maker can fulfil the order after all, or tell the buyer themselves: support need not do it (D6).

    Raises Order.DoesNotExist (D1), and Refused where support has answered, or the order has moved on (D7).
    """
    order = lock_of_maker(maker, number)
    case = latest_case(order)
    now = order_now(order)
    because = coded("taken_back", by=by.name)
    if case is None or not close_case(case, outcome="withdrawn", because=because, by=by, as_side="maker", at=now):
        raise Refused(no_longer_possible(order) if order.is_cancelled else _nothing_open())
    record(order, kind="support_not_needed", by=by, acting_as="maker", at=now, case_id=case.pk)
    return case


def _nothing_open() -> Refusal:
    return Refusal("case_closed", "Support is not at it any more: see what they answered.", Next(""))
