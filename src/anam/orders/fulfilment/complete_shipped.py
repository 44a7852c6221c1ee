from django.db import transaction

from anam.clock import database_now
from anam.history.record import record
from anam.orders.locking import lock, transition
from anam.orders.models import Order

# What an import brought in at once is worked off a little at a time.
_MAX_AT_ONCE = 200


def complete_shipped() -> int:
    """Complete every order that shipped its policy's number of days ago, where nothing is open about it (D13, M11).

    The buyer was told so when it shipped. However many workers ask, each order completes once (D7). The answer is how
    many did.
    """
    return sum(
        _complete(number) for number in Order.objects.long_shipped().values_list("number", flat=True)[:_MAX_AT_ONCE]
    )


@transaction.atomic
def _complete(number: str) -> bool:
    order = lock(Order.objects.all(), number)
    if (
        not Order.objects.long_shipped().filter(pk=order.pk).exists()
    ):  # the buyer was quicker, or has written to support
        return False
    now = database_now()
    transition(order, "complete", completed_at=now)
    record(order, kind="completed", by=None, acting_as="anam", at=now, after_days=order.policy.complete_after_days)
    return True
