from anam.payments.actions.poll import poll
from anam.payments.actions.take_in import take_in
from anam.payments.gateways import GatewayDown, NotAsked
from anam.payments.models import PaymentOperation
from anam.payments.states import NotConfirmed


def look_at(payment_id: int) -> None:
    """Read anew at its gateway all that became of a payment, and write it down; nothing is asked to move. M9.

    What became of our own operations comes first; what moved besides is not theirs. Raises NotConfirmed where the
    gateway does not say. Never called in a transaction.
    """
    operations = PaymentOperation.objects.filter(payment=payment_id)
    for operation in operations.select_related("payment").order_by("pk"):
        poll(operation)
    try:
        take_in(payment_id)
    except (GatewayDown, NotAsked) as trouble:
        raise NotConfirmed(str(trouble)) from None
