from datetime import datetime

from anam.payments.models import Payment, PaymentOperation
from anam.payments.operation_queue import queue_operation


def request_capture(payment: Payment, *, amount: int, at: datetime) -> int:
    """Decide that `amount` (minor units, above 0) of an authorised payment is taken: the rest of it is released so.

    The answer is the operation's id. M5.
    """
    return queue_operation(payment, kind=PaymentOperation.Kind.CAPTURE, amount=amount, at=at)
