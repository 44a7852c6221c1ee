"""Money of a cancellation that is refused, or not confirmed within the hour: then its buyer is told again (D8)."""

from datetime import timedelta

from django.db import transaction

from anam.clock import database_now
from anam.history.models import Entry
from anam.history.record import record
from anam.orders.locking import lock
from anam.orders.models import Cancellation, Order
from anam.payments.models import PaymentOperation
from anam.payments.states import OPEN
from anam.sql import fetch_value

ANNOUNCED_FOR = timedelta(hours=1)
# What was not done for so long is support's, who were told at once; nobody is told of old orders for the first time.
_NOT_BEFORE = timedelta(days=2)


# Not so where it was cancelled in another system: then it is the first that its buyer hears of us.
_WENT_BACK_AS_ANNOUNCED = """
SELECT EXISTS (
  SELECT FROM payment_operation operation JOIN cancellation ON cancellation.id = operation.cancellation_id
  WHERE operation.id = %(operation)s::bigint AND %(at)s::timestamptz - cancellation.at <= %(within)s::interval
    AND EXISTS (SELECT FROM history_entry WHERE order_id = %(order)s
                AND facts -> 'cancellation_id' = to_jsonb(cancellation.id))
    AND NOT EXISTS (SELECT FROM history_entry WHERE order_id = %(order)s
                    AND kind = 'money_delayed' AND at >= cancellation.at))
"""


def went_back_as_announced(entry: Entry) -> bool:
    """Whether the money of this entry went back within the hour of the cancellation that announced it, unrefused."""
    facts = {"operation": entry.facts.get("operation_id"), "order": entry.order_id}
    return bool(fetch_value(_WENT_BACK_AS_ANNOUNCED, {**facts, "at": entry.at, "within": ANNOUNCED_FOR}))


def tell_of_delayed_money() -> int:
    """Tell the buyer of each void or refund that a gateway has not confirmed an hour after its cancellation; once.

    The answer is how many.
    """
    now = database_now()
    waiting = PaymentOperation.objects.at_gateways().filter(kind__in=("void", "refund"), state__in=OPEN)
    late = Cancellation.objects.filter(at__lt=now - ANNOUNCED_FOR, at__gt=now - _NOT_BEFORE)
    found = waiting.filter(cancellation_id__in=late.values("pk")).select_related("payment__order__maker")
    return sum(_tell(operation.payment.order, operation) for operation in found if operation.payment.order)


@transaction.atomic
def _tell(order: Order, operation: PaymentOperation) -> bool:
    lock(Order.objects.of_maker(order.maker), order.number)
    still = PaymentOperation.objects.filter(pk=operation.pk, state__in=OPEN).exists()
    return still and record_delay(order, operation, "late")


def record_delay(order: Order, operation: PaymentOperation, why: str) -> bool:
    """Put on record, once for an `operation`, that its money is "late" or "refused". True where it is news."""
    before = Entry.objects.filter(order=order, kind="money_delayed", facts__operation_id=operation.pk)
    if before.exists():
        return False
    record(
        order,
        kind="money_delayed",
        by=None,
        acting_as="anam",
        operation_id=operation.pk,
        amount=operation.amount,
        currency=operation.payment.currency,
        moved=operation.kind,
        delayed=why,
    )
    return True
