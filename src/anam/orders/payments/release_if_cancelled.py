from django.db import transaction

from anam.clock import database_now
from anam.orders.locking import lock
from anam.orders.models import Order
from anam.payments.actions.void_or_refund import plan_refund, void_or_refund
from anam.payments.models import Payment


@transaction.atomic
def release_if_cancelled(payment_id: int) -> None:
    """Release what a bank holds for an order that was cancelled while it was asked, and found nothing. D8, M6.

    Where the order goes on, or its money is going back already, nothing. Safe to repeat.
    """
    payment = Payment.objects.select_related("order").get(pk=payment_id)
    if payment.order is None:
        return
    order = lock(Order.objects.all(), payment.order.number)
    payment = Payment.objects.get(pk=payment_id)
    if not order.is_cancelled or payment.status != Payment.Status.AUTHORISED:
        return
    # No cause: the cancellation announced that nothing goes back, and that is what it did (D11).
    how = plan_refund(payment, amount=payment.authorised, final=True)
    void_or_refund(payment, how, final=True, cancellation_id=None, at=database_now())
