from anam.payments.actions.execute import execute
from anam.payments.models import Payment, PaymentOperation
from anam.payments.states import State


def authorise(payment: Payment) -> State:
    """Ask the gateway to hold `payment`'s amount on the buyer's card; the operation was stored before. D8.

    The answer is done, refused, or another state, in which nobody knows. Never called in a transaction.
    """
    operation = payment.operations.filter(kind=PaymentOperation.Kind.AUTHORISE).latest("generation")
    return execute(operation.pk)
