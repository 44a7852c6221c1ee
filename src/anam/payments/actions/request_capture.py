from datetime import datetime

from anam.payments.models import Payment, PaymentOperation
from anam.payments.operation_queue import queue_operation


def request_capture(payment: Payment | None, *, less: int = 0, at: datetime) -> int | None:
    """Decide that an authorised payment is taken, because its order ships.

    `less` is what was cancelled of the order: it is not taken, and so released. Amounts in minor units.
    The answer is the operation's id, or None where there is nothing to take.
    """
    if payment is None or payment.status != Payment.Status.AUTHORISED:
        return None
    amount = payment.authorised - less
    return queue_operation(payment, kind=PaymentOperation.Kind.CAPTURE, amount=amount, at=at) if amount > 0 else None
