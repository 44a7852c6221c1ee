from datetime import datetime

from django.db.models import F

from anam.payments.actions.give_back import CHANGED, GivingBack
from anam.payments.models import Instruction, Payment
from anam.refusals import Refused


def how_to_give_back_part(payment: Payment | None, amount: int) -> GivingBack:
    """What removing a part of an order, worth `amount` in minor units, does to its money (D8).

    "less": it is only authorised, and so much less is taken when the order ships; the rest is released by that.
    """
    if payment is None:
        return GivingBack("nothing", 0, "")
    if payment.status == Payment.Status.CAPTURED:  # an imported payment may have been taken or given back in part
        amount = min(amount, payment.captured - payment.refunded - payment.refund_asked)
    if amount <= 0:
        return GivingBack("nothing", 0, payment.currency)
    if payment.status == Payment.Status.AUTHORISED:
        return GivingBack("less", amount, payment.currency)
    if payment.status == Payment.Status.CAPTURED:
        return GivingBack("refund", amount, payment.currency)
    return GivingBack("nothing", 0, payment.currency)


def give_back_part(payment: Payment | None, *, amount: int, removal_id: int, at: datetime) -> int | None:
    """Decide that a part of a captured payment goes back, once for each removal; a job must `settle` it.

    The answer is the instruction's id, or None where nothing has to be asked of the gateway. The caller holds the
    order's lock. D7, D8.

    Raises Refused where so much of the payment is not there any more, whatever `payment` says.
    """
    how = how_to_give_back_part(payment, amount)
    if payment is None or how.kind != "refund":
        return None
    left = F("captured") - F("refunded") - F("refund_asked")
    still_there = Payment.objects.filter(pk=payment.pk, status=Payment.Status.CAPTURED).alias(left=left)
    if not still_there.filter(left__gte=how.amount).update(refund_asked=F("refund_asked") + how.amount):
        raise Refused.because("changed_meanwhile", CHANGED)
    return Instruction.objects.create(
        payment=payment, maker_id=payment.maker_id, kind=Instruction.Kind.REFUND, removal_id=removal_id,
        amount=how.amount, key=f"refund-{payment.pk}-part-{removal_id}", asked_at=at,
    ).pk  # fmt: skip
