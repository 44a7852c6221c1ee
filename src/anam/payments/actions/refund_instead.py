from datetime import datetime

from django.db import transaction

from anam.coded import Coded
from anam.payments.actions.end_operation import end_operation
from anam.payments.actions.transition import transition
from anam.payments.models import Payment, PaymentOperation
from anam.payments.operation_queue import queue_operation
from anam.payments.record_movements import record_capture
from anam.payments.states import State
from anam.people.models import User


@transaction.atomic
def refund_instead(
    void: PaymentOperation,
    *,
    at: datetime,
    by: User | None = None,
    acting_as: str = "anam",
    why: Coded | None = None,
    taken: int | None = None,
) -> int | None:
    """The holder has captured what was to be released: then all of that goes back, for the same cause. M4, D8.

    `taken` is how much it captured, in minor units; all that was authorised, if not given. The answer is the refund's
    id; None where somebody else has seen to it.
    """
    payment = void.payment
    if not payment.is_external and not transition(void, State.REFUSED, outcome="refused", why=why):
        return None
    if not end_operation(void, State.SUPERSEDED, why=why, by=by, acting_as=acting_as):
        return None
    taken = payment.authorised if taken is None else taken
    Payment.objects.filter(pk=payment.pk).update(
        status=Payment.Status.REFUND_PENDING, captured=taken, refund_pending=taken
    )
    record_capture(payment, amount=taken, at=at)
    payment.refresh_from_db(fields=["status", "captured", "refund_pending"])
    return queue_operation(
        payment,
        kind=PaymentOperation.Kind.REFUND,
        amount=taken,
        at=at,
        cancellation_id=void.cancellation_id,
        refund_id=void.refund_id,
    )
