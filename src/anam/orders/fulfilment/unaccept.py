from django.db import transaction

from anam.history.feed import withdraw
from anam.history.record import record
from anam.orders.cancellation.eligibility import no_longer_possible
from anam.orders.clock import order_now
from anam.orders.locking import lock_of_maker, transition
from anam.orders.models import Order
from anam.orders.status import UNDO_FOR, Status
from anam.people.models import Maker, User
from anam.refusals import Refused, refusal_words


@transaction.atomic
def unaccept(number: str, *, maker: Maker, by: User) -> Order:
    """Undo `accept` within ten seconds, by the database's clock: the order waits for its answer again.

    What tells others of the acceptance waits that long and looks again, so nobody is told of either; the history keeps
    both. Raises Order.DoesNotExist (D1), and Refused where it moved on, or the ten seconds are over (D7).
    """
    order = lock_of_maker(maker, number)
    now = order_now(order)
    see = ("See the order", order.get_absolute_url())
    if order.status != Status.ACCEPTED or order.accepted_at is None:
        if order.status == Status.PLACED:
            raise Refused.because("not_accepted", refusal_words("not_accepted_now"), *see)
        raise Refused(no_longer_possible(order))
    if not order.can_be_unaccepted(now) or not withdraw(order.pk, kind="accepted"):
        words = refusal_words("accepted_too_long_ago", at=order.accepted_at.isoformat(), seconds=UNDO_FOR.seconds)
        raise Refused.because("already_accepted", words, *see)
    transition(order, "unaccept", accepted_at=None)
    record(order, kind="unaccepted", by=by, acting_as="maker", at=now)
    withdraw(order.pk, kind="unaccepted")
    return order
