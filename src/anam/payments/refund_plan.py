"""How the money of a cancellation goes back: decided once, shown before and carried out after (D8, D11)."""

from dataclasses import dataclass

from anam.payments.models import Payment


@dataclass(frozen=True)
class RefundPlan:
    """What happens to a payment. Minor units.

    `holder` is the name of the other system that must do it (M1); "" where a gateway does it at once.
    `kind` is "void" (the authorisation is released), "refund" (of what was charged), "less" (so much less is charged
    when it ships) or "nothing". `charged` is what was taken in all: more than `amount` where some of it stays, or went
    back before. `by_hand`: somebody has done it already, and nobody is asked to.
    """

    kind: str
    amount: int
    currency: str
    charged: int = 0
    holder: str = ""
    by_hand: bool = False


def plan_refund(payment: Payment | None, *, amount: int, final: bool) -> RefundPlan:
    """What cancelling a part worth `amount`, or with `final` the rest of the order, does to its payment (D8).

    All of a payment goes back with the last part: void what is only authorised, refund what was captured. A part of
    what is only authorised is not charged when the order ships; never more goes back than is there.
    """
    if payment is None:
        return RefundPlan("nothing", 0, "")
    holder = payment.holder_name
    if payment.status == Payment.Status.AUTHORISED:
        if final:
            return RefundPlan("void", payment.authorised, payment.currency, holder=holder)
        return RefundPlan("less" if amount else "nothing", amount, payment.currency, holder=holder)
    if payment.status == Payment.Status.CAPTURED:
        back = payment.refundable if final else min(amount, payment.refundable)
        if final or back:
            return RefundPlan("refund", back, payment.currency, charged=payment.captured, holder=holder)
    return RefundPlan("nothing", 0, payment.currency)
