from anam.payments.models import Payment


def attach_payment(payment: Payment, *, order_id: int) -> None:
    """`payment` is that of this order. Raises ValueError where it is another's: it belongs to one for ever."""
    if not Payment.objects.filter(pk=payment.pk, order=None).update(order_id=order_id):
        raise ValueError(f"Payment {payment.pk} belongs to another order, and a payment belongs to one for ever.")
