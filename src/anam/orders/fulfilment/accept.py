from django.db import transaction

from anam.coded import coded
from anam.history.record import record
from anam.orders.clock import order_now
from anam.orders.escalation.supersede import supersede
from anam.orders.locking import lock_of_maker, transition
from anam.orders.models import Order
from anam.orders.status import UNDO_FOR
from anam.people.models import Maker, User


@transaction.atomic
def accept(number: str, *, maker: Maker, by: User) -> Order:
    """The maker promises to make this order. Raises Order.DoesNotExist (D1), and Refused where it moved on (D7).

    It can be undone for ten seconds (`unaccept`); its email and its event wait as long.
    """
    order = lock_of_maker(maker, number)
    now = order_now(order)
    transition(order, "accept", accepted_at=now)
    supersede(order, how=coded("order_accepted", by=by.name), by=by, at=now, requests=False)
    record(order, kind="accepted", by=by, acting_as="maker", at=now, tell_at=now + UNDO_FOR)
    return order
