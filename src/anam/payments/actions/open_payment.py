from datetime import datetime

from anam.payments.models import Payment, PaymentOperation, new_key
from anam.people.models import Maker


def open_payment(
    *, maker: Maker, currency: str, amount: int, holder: str, card: str, at: datetime, group: str = ""
) -> Payment:
    """A payment by `card` of which nothing has been asked yet, with the operation that holds `amount` (minor units).

    Where that is 0, nothing is to be held yet. `group` is what is checked out together. It has no order before its
    checkout comes to one (`attach_payment`). `at` in UTC.
    """
    payment = Payment.objects.create(maker=maker, currency=currency, holder=holder, card=card, transfer_group=group)
    if amount:
        PaymentOperation.objects.create(
            payment=payment,
            maker=maker,
            kind=PaymentOperation.Kind.AUTHORISE,
            amount=amount,
            key=new_key(PaymentOperation.Kind.AUTHORISE),
            queued_at=at,
        )
    return payment


def open_external_payment(*, maker: Maker, currency: str, holder_name: str) -> Payment:
    """A payment that another system, or people, will see to: nothing is held, and nothing is asked (M1)."""
    return Payment.objects.create(maker=maker, currency=currency, holder=Payment.EXTERNAL, holder_name=holder_name)
