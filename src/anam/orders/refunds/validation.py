"""Why support cannot refund so much of an order, or not now (M12)."""

from collections.abc import Mapping, Sequence

from anam.history.sentences import REFUND_REASONS
from anam.orders.cancellation.cancellation_validation import MAX_EXPLANATION, MAX_NOTE, MIN_EXPLANATION
from anam.orders.cancellation.context import LineState
from anam.orders.models import Order
from anam.orders.refunds.planned_refund import PlannedRefund
from anam.orders.status import Status
from anam.payments.models import Payment
from anam.refusals import Next, Refusal, Refused, refusal_words
from anam.words import money

REFUNDABLE = (Status.SHIPPED, Status.COMPLETED)
# Refusals about what was filled in.
OF_THE_FORM = (
    "explanation_needed",
    "lines_wrong",
    "amount_wrong",
    "refund_above_what_is_left",
    "reference_needed",
    "confirmed_in_future",
)
STOCK_CHOICES = ("return", "keep")


def why_no_refund(order: Order, *, by_hand: bool = False) -> Refusal | None:
    """Why nothing of `order` can be refunded now; None where something can.

    With `by_hand`, why nothing can be recorded of what somebody gave back already: of whatever order.
    """
    payment: Payment | None = getattr(order, "payment", None)
    if by_hand and to_be_released(order):
        return None
    if order.status not in REFUNDABLE and not by_hand:
        words = "It is cancelled: its money goes back with that." if order.is_cancelled else NOT_SHIPPED
        return Refusal("not_shipped", words, Next(""))
    if payment is None or not payment.captured:
        return Refusal("nothing_to_refund", "Nothing was charged for this order, so nothing can go back.", Next(""))
    if payment.status != Payment.Status.CAPTURED or not payment.refundable:
        return Refusal("nothing_to_refund", f"Nothing is left that could go back: {_gone(payment)}.", Next(""))
    return None


def to_be_released(order: Order) -> bool:
    """Whether it was cancelled elsewhere, and its holder still has the money: an import asked for nothing."""
    payment: Payment | None = getattr(order, "payment", None)
    return payment is not None and order.is_cancelled and payment.status == Payment.Status.AUTHORISED


NOT_SHIPPED = "It has not shipped. Cancel it, or some items of it: then their money goes back."


def _gone(payment: Payment) -> str:
    sums = {
        "was refunded": payment.refunded,
        "is being refunded": payment.refund_pending,
        "is disputed": payment.disputed,
    }
    parts = [f"{money(amount, payment.currency)} {what}" for what, amount in sums.items() if amount]
    return f"of {money(payment.captured, payment.currency)}, {' and '.join(parts)}" if parts else "all of it went back"


def validate_words(reason: str, words: str, note: str) -> dict[str, str]:
    """What is wrong with a reason, the words for the buyer and a note, by field; empty where nothing is."""
    wrong: dict[str, str] = {}
    length = len(words.strip())
    if reason not in REFUND_REASONS:
        wrong["reason"] = refusal_words("reason_needed")
    if length < MIN_EXPLANATION:
        wrong["words"] = (
            refusal_words("explanation_short", least=MIN_EXPLANATION, length=length)
            if length
            else refusal_words("explanation_needed")
        )
    elif length > MAX_EXPLANATION:
        wrong["words"] = refusal_words("words_too_long", length=length, most=MAX_EXPLANATION)
    if len(note.strip()) > MAX_NOTE:
        wrong["note"] = refusal_words("words_too_long", length=len(note.strip()), most=MAX_NOTE)
    return wrong


def validate_lines(lines: Sequence[LineState], quantities: Mapping[int, int]) -> str:
    """What is wrong with the lines that were named; "" where nothing is, or none were."""
    left = {line.id: line for line in lines}
    for pk, quantity in quantities.items():
        if pk not in left or quantity < 1:
            return refusal_words("line_not_left", line=pk) if pk not in left else refusal_words("lines_needed")
        if quantity > left[pk].quantity:
            return refusal_words("too_few_left", title=left[pk].title, left=left[pk].quantity)
    return ""


def why_not_so_much(plan: PlannedRefund, currency: str) -> Refusal | None:
    """Why the sum of `plan` cannot go back; None where it can."""
    if plan.money.kind == "void" and plan.amount != plan.left:
        words = f"All of the {money(plan.left, currency)} that was authorised is released, or nothing."
        return Refusal("amount_wrong", words, Next(""))
    if plan.amount <= 0:
        return Refusal("amount_wrong", "Say how much goes back, more than 0; or for which items.", Next(""))
    if plan.amount > plan.left:
        most, wanted = money(plan.left, currency), money(plan.amount, currency)
        words = f"At most {most} can go back now, and this comes to {wanted}."
        return Refusal("refund_above_what_is_left", words, Next(""))
    return None


def require_refund(order: Order, plan: PlannedRefund, token: str) -> None:
    """Raises Refused where the sum of `plan` cannot go back, or `token` announced something else (D11)."""
    if refusal := why_not_so_much(plan, order.currency):
        raise Refused(refusal)
    if token and token != plan.preview_token:
        raise Refused.because("changed_meanwhile", refusal_words("refund_changed"))
