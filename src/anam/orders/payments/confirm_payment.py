from django.db import transaction

from anam.orders.locking import lock
from anam.orders.models import Order
from anam.payments.actions.confirm_operation import Confirmation, confirm_operation
from anam.payments.models import PaymentOperation
from anam.people.models import Maker, User
from anam.refusals import Next, Refusal, Refused

MAKERS_MAY_NOT = "Support confirms what became of this money. Makers may where the marketplace’s policy allows it."


@transaction.atomic
def confirm_payment(
    number: str, operation_id: int, said: Confirmation, *, by: User, maker: Maker | None = None
) -> PaymentOperation:
    """Support, or with `maker` a maker whose order's policy allows it, says what became of money held elsewhere. M2.

    Raises Order.DoesNotExist where the order is not theirs (D1), PaymentOperation.DoesNotExist where it has no such
    operation, and Refused: `role_forbids`, or as `confirm_operation` does. Support may split a sum; a maker may not.
    """
    order = lock(Order.objects.of_maker(maker) if maker else Order.objects.all(), number)
    if maker and not order.policy.makers_may_confirm_payments:
        raise Refused(Refusal("role_forbids", MAKERS_MAY_NOT, Next("")))
    operations = PaymentOperation.objects.of_orders().select_related("payment")
    operation = operations.get(payment__order=order, pk=operation_id)
    operation.payment.order = order
    return confirm_operation(operation, said, by=by, acting_as="maker" if maker else "support", may_split=maker is None)
