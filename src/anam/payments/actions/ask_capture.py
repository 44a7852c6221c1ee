from datetime import datetime

from anam.payments.models import Instruction, Payment


def ask_capture(payment: Payment | None, *, less: int = 0, at: datetime) -> int | None:
    """Decide that an authorised payment is taken, because its order ships; a job must `settle` it.

    `less` is what was removed from the order: it is not taken, and so released.

    The answer is the instruction's id, or None where there is nothing to take. Amounts in minor units.
    """
    if payment is None or payment.status != Payment.Status.AUTHORISED:
        return None
    return Instruction.objects.create(
        payment=payment,
        maker_id=payment.maker_id,
        kind=Instruction.Kind.CAPTURE,
        amount=payment.authorised - less,
        key=f"capture-{payment.pk}",
        asked_at=at,
    ).pk
