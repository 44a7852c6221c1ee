"""What is asked of whoever cancels: words (D5), quantities that are there, and that the preview still holds (D11).

The sheet asks more than the API: what happens to the stock of each product (D9), and that answers are read.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from anam.orders.cancellation.context import CancellationContext
from anam.orders.cancellation.plan import Plan, products_of, takes_all
from anam.policy.models import Reason
from anam.refusals import Refused, refusal_words

MAX_EXPLANATION = 1000
MAX_NOTE = 2000
MIN_EXPLANATION = 10
# Refusals that are about what was filled in: they are shown beside their fields.
OF_THE_FORM = ("explanation_needed", "lines_wrong", "reason_for_whole_orders")


def validate_words(
    reason: Reason | None, explanation: str, note: str = "", *, any_reason: bool = False
) -> dict[str, str]:
    """What is wrong with a reason, an explanation and a note, by field; empty where nothing is (D5).

    `any_reason`: for support, who may give one that makers may not.
    """
    wrong: dict[str, str] = {}
    least = max(reason.least_words if reason else 0, MIN_EXPLANATION)
    length = len(explanation.strip())
    if reason is None or not (reason.for_makers or any_reason):
        wrong["reason"] = refusal_words("reason_needed")
    if length < least:
        wrong["explanation"] = (
            refusal_words("explanation_short", least=least, length=length)
            if length
            else refusal_words("explanation_needed")
        )
    elif length > MAX_EXPLANATION:
        wrong["explanation"] = refusal_words("words_too_long", length=length, most=MAX_EXPLANATION)
    if len(note.strip()) > MAX_NOTE:
        wrong["note"] = refusal_words("words_too_long", length=len(note.strip()), most=MAX_NOTE)
    return wrong


def require_words(
    context: CancellationContext, explanation: str, note: str = "", *, any_reason: bool = False
) -> Reason:
    """The reason that was asked for. Raises Refused where it, the explanation or the note will not do (D5)."""
    for words in validate_words(context.reason, explanation, note, any_reason=any_reason).values():
        raise Refused.because("explanation_needed", words)
    if context.reason is None:
        raise Refused.because("explanation_needed", refusal_words("reason_needed"))
    return context.reason


def validate_quantities(context: CancellationContext, quantities: Mapping[int, int]) -> str:
    """What is wrong with the lines that were named; "" where nothing is."""
    left = {line.id: line for line in context.lines}
    if not quantities or min(quantities.values()) < 1:
        return refusal_words("lines_needed")
    for pk, quantity in quantities.items():
        if pk not in left:
            return refusal_words("line_not_left", line=pk)
        if quantity > left[pk].quantity:
            return refusal_words("too_few_left", title=left[pk].title, left=left[pk].quantity)
    return ""


def require_quantities(context: CancellationContext, quantities: Mapping[int, int] | None) -> None:
    """Raises Refused where so much of these lines is not there, or the reason is for whole orders only."""
    if quantities is None:
        return
    if wrong := validate_quantities(context, quantities):
        raise Refused.because("lines_wrong", wrong)
    if context.reason and not context.reason.part_of_an_order and not takes_all(context, quantities):
        words = refusal_words("reason_for_whole_orders", reason=context.reason.label)
        raise Refused.because("reason_for_whole_orders", words)


def require_preview(plan: Plan, token: str) -> None:
    """Raises Refused where `token` announced something else than `plan` (D11)."""
    if token and not plan.matches_preview(token):
        raise Refused.because("changed_meanwhile", refusal_words("plan_changed"))


@dataclass(frozen=True)
class SheetState:
    """What the sheet's reader had chosen for the stock, by line id, and the id of the newest answer that they had read.

    0: there was nothing to read.
    """

    stock: Mapping[int, str] = field(default_factory=dict)
    answer: int = 0


def validate_stock(plan: Plan, stock: Mapping[int, str]) -> str:
    """What is still to be chosen for the stock; "" where nothing is. Nothing is chosen for anybody beforehand (D9)."""
    open_ones = [one.title for one in products_of(plan, stock) if one.is_asked and not one.choice]
    return refusal_words("stock_needed", titles=open_ones) if open_ones else ""


def require_stock(sheet: SheetState, plan: Plan) -> None:
    """Raises Refused where the stock of a product was not chosen."""
    if words := validate_stock(plan, sheet.stock):
        raise Refused.because("lines_wrong", words)


def require_sheet(sheet: SheetState, context: CancellationContext, plan: Plan) -> None:
    """Raises Refused where the stock was not chosen, or the buyer has written what its reader has not read."""
    require_stock(sheet, plan)
    if context.answer > sheet.answer:
        raise Refused.because("changed_meanwhile", refusal_words("buyer_answered"))
