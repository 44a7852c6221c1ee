from datetime import datetime

from anam.payments.models import Payment, PaymentOperation, new_key


def request_authorisation(payment: Payment, *, amount: int, at: datetime) -> int:
    """Decide that `amount` (minor units, above 0) is to be held on the saved card; `at` in UTC. M3, M6.

    The answer is the operation's id: the next generation, after those that were refused or have ended. Whoever asks for
    it carries it out. The payment is locked by the caller, through its order.
    """
    before = payment.operations.filter(kind=PaymentOperation.Kind.AUTHORISE).order_by("generation").last()
    operation = PaymentOperation.objects.create(
        payment=payment,
        maker_id=payment.maker_id,
        kind=PaymentOperation.Kind.AUTHORISE,
        amount=amount,
        key=new_key(PaymentOperation.Kind.AUTHORISE),
        generation=before.generation + 1 if before else 1,
        queued_at=at,
    )
    return operation.pk
