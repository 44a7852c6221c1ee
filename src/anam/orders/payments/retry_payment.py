from django.db import transaction

from anam.orders.locking import lock
from anam.orders.models import Order
from anam.payments.actions.retry_operation import retry_operation
from anam.payments.models import PaymentOperation
from anam.payments.states import MOVED, State
from anam.refusals import Refused

CLOSED = "It is done, or another operation stands in its place: there is nothing to try again."
ELSEWHERE = "{holder} holds this money, and Anam cannot ask there. Say what became of it instead."


@transaction.atomic
def retry_payment(number: str, operation_id: int) -> int:
    """Support has an operation of an order tried again: asked about now, or begun anew where it was refused (M4).

    The answer is the id of the operation that goes on. Raises Order.DoesNotExist, PaymentOperation.DoesNotExist, and
    Refused: `operation_closed`, or `held_elsewhere` where it waits for somebody's word and not for a gateway.
    """
    order = lock(Order.objects.all(), number)
    operations = PaymentOperation.objects.of_orders().select_related("payment")
    operation = operations.get(payment__order=order, pk=operation_id)
    operation.payment.order = order
    if operation.state in (*MOVED, State.SUPERSEDED):
        raise Refused.because("operation_closed", CLOSED)
    if operation.is_open and operation.payment.is_external:
        raise Refused.because("held_elsewhere", ELSEWHERE.format(holder=operation.payment.holder_name))
    return retry_operation(operation)
