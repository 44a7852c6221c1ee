"""How the money of a cancellation goes back: decided once, shown before and carried out after (D8, D11, M12)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from anam.jobs import to_do_in_sql
from anam.payments.models import REFUNDABLE, Payment
from anam.payments.operation_queue import QUEUE, Queued, announce_queued
from anam.refusals import Refused, refusal_words
from anam.sql import before_commit, send_first


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


# What goes back is told by the row itself, in the very UPDATE that releases it: where that is not what was read before,
# nothing moves. Behind a part that was refunded meanwhile, the whole can never go back once more.
_VOID_OR_REFUND = f"""
WITH payments AS (
  UPDATE payment SET
    status = CASE WHEN NOT %(final)s::bool THEN status
                  WHEN %(kind)s::text = 'refund' AND %(amount)s::bigint + refund_pending = 0 THEN 'refunded'
                  ELSE %(kind)s::text || '_pending' END,
    refund_pending = refund_pending + CASE %(kind)s::text WHEN 'refund' THEN %(amount)s::bigint ELSE 0 END
  WHERE id = %(payment)s AND status = %(expected)s
    AND CASE WHEN %(kind)s::text = 'void' THEN authorised = %(amount)s::bigint
             WHEN %(final)s::bool THEN {REFUNDABLE} = %(amount)s::bigint
             ELSE {REFUNDABLE} >= %(amount)s::bigint END
  RETURNING id, maker_id, holder
), {QUEUE}"""  # noqa: S608 - nothing but our own words


def void_or_refund(
    payment: Payment | None,
    how: RefundPlan,
    *,
    final: bool,
    cancellation_id: int | None,
    at: datetime,
    refund_id: int | None = None,
) -> int | None:
    """Decide that money of `payment` goes back, as `how` says. One statement; a refusal or a later try queues its own.

    `final`: all of it, and the payment is over. `cancellation_id` or `refund_id` is the cause, once for each; without
    one, a checkout that came to nothing. The answer is the id of the operation, which carries itself out, or None where
    nothing is to move. D7, D8.

    Raises Refused where the payment is not as it was when `how` was made, and money would stay, or go back twice.
    """
    moving = _send(payment, how, final=final, cancellation_id=cancellation_id, refund_id=refund_id, at=at)
    return moving()


def send_void_or_refund(
    payment: Payment | None, how: RefundPlan, *, final: bool, cancellation_id: int, at: datetime
) -> None:
    """The same for a cancellation, by a statement that is sent: what became of it is looked at before COMMIT.

    Raises Refused, in a pipeline at its end.
    """
    moving = _send(payment, how, final=final, cancellation_id=cancellation_id, refund_id=None, at=at)
    if payment and payment.is_external:  # that it is due is on record before the cancellation, as for every other verb
        moving()
    else:
        before_commit(moving)


def _send(
    payment: Payment | None,
    how: RefundPlan,
    *,
    final: bool,
    cancellation_id: int | None,
    refund_id: int | None,
    at: datetime,
) -> Callable[[], int | None]:
    """Send the statement, if money is to move; the answer waits for it, tells of the operation, and is its id."""
    if payment is None or how.kind not in ("void", "refund"):
        return lambda: None
    told: dict[str, Any] = {"payment": payment.pk, "kind": how.kind, "expected": payment.status, "amount": how.amount}
    cause = {
        "cancellation": cancellation_id,
        "refund": refund_id,
        "generation": 1,
        "job": to_do_in_sql("payments.execute_operation"),
    }
    answer = send_first(Queued, _VOID_OR_REFUND, {**told, **cause, "final": final, "at": at})

    def moving() -> int | None:
        queued = answer()
        if queued is None:
            _see_why(payment, final=final)
            return None
        if queued.operation_id:
            causes = {"cancellation_id": cancellation_id, "refund_id": refund_id}
            announce_queued(payment, queued.operation_id, kind=how.kind, amount=how.amount, **causes)
        return queued.operation_id

    return moving


def _see_why(payment: Payment, *, final: bool) -> None:
    """Nothing moved: somebody else gives all of it back, or what is to go back has changed."""
    payment.refresh_from_db()
    if not final or plan_refund(payment, amount=payment.refundable, final=True).kind != "nothing":
        raise Refused.because("changed_meanwhile", refusal_words("payment_changed"))
