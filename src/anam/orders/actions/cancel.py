from django.db import transaction

from anam.orders.calling_off import call_off, put_on_record
from anam.orders.decline import moved_on
from anam.orders.locking import lock
from anam.orders.models import Order
from anam.orders.plan import plan_calling_off, read_facts
from anam.orders.status import Status
from anam.people.models import User
from anam.refusals import Refused


@transaction.atomic
def cancel(number: str, *, by: User | None, acting_as: str, on_behalf_of: str, reason: str, explanation: str) -> Order:
    """Call off an order at the buyer's wish, by support, or because its payment failed.

    The decline window does not count here. Raises Refused where the order has moved on. D7, D8, D9.
    """
    order = lock(Order.objects.all(), number)
    facts = read_facts(order, reason_key=reason)
    if facts.reason is None:
        raise Refused.because("unknown_reason", f"There is no reason {reason}.")
    plan = plan_calling_off(order, facts)
    done = call_off(
        order, "cancel", plan, reason=facts.reason, by=by, on_behalf_of=on_behalf_of, explanation=explanation,
        note="", at=facts.now,
    )  # fmt: skip
    if done is None:
        raise Refused(moved_on(order))
    put_on_record(order, "cancelled", plan, done, reason=facts.reason, by=by, acting_as=acting_as, at=facts.now,
                  explanation=explanation)  # fmt: skip
    order.status = Status.CANCELLED
    return order
