"""What is asked of whoever cancels: words (D5), quantities that are there, and that the preview still holds (D11)."""

from collections.abc import Mapping

from anam.orders.cancellation.context import CancellationContext
from anam.orders.cancellation.plan import Plan, takes_all
from anam.policy.models import Reason
from anam.refusals import Refused

MAX_EXPLANATION = 1000
MAX_NOTE = 2000
MIN_EXPLANATION = 10
# Refusals that are about what was filled in: they are shown beside their fields.
OF_THE_FORM = ("explanation_needed", "lines_wrong", "reason_for_whole_orders")
CHANGED = (
    "This is not what was shown: the order changed while you were writing, or your choice did. "
    "Look at what happens now, then cancel again."
)


def validate_words(
    reason: Reason | None, explanation: str, note: str = "", *, any_reason: bool = False
) -> dict[str, str]:
    """What is wrong with a reason, an explanation and a note, by field; empty where nothing is (D5).

    `any_reason`: for support, who may give one that makers may not.
    """
    wrong = {}
    least = max(reason.least_words if reason else 0, MIN_EXPLANATION)
    length = len(explanation.strip())
    if reason is None or not (reason.for_makers or any_reason):
        wrong["reason"] = "Choose the reason that fits best."
    if length < least:
        wrong["explanation"] = (
            f"Tell the buyer why, in at least {least} characters; this has {length}."
            if length
            else "Tell the buyer why: they will read this."
        )
    elif length > MAX_EXPLANATION:
        wrong["explanation"] = f"This is too long: {length:,} characters of at most {MAX_EXPLANATION:,}."
    if len(note.strip()) > MAX_NOTE:
        wrong["note"] = f"This is too long: {len(note.strip()):,} characters of at most {MAX_NOTE:,}."
    return wrong


def require_words(
    context: CancellationContext, explanation: str, note: str = "", *, any_reason: bool = False
) -> Reason:
    """The reason that was asked for. Raises Refused where it, the explanation or the note will not do (D5)."""
    for words in validate_words(context.reason, explanation, note, any_reason=any_reason).values():
        raise Refused.because("explanation_needed", words)
    if context.reason is None:
        raise Refused.because("explanation_needed", "Choose the reason that fits best.")
    return context.reason


def validate_quantities(context: CancellationContext, quantities: Mapping[int, int]) -> str:
    """What is wrong with the lines that were named; "" where nothing is."""
    left = {line.id: line for line in context.lines}
    if not quantities or min(quantities.values()) < 1:
        return "Say how many of which line."
    for pk, quantity in quantities.items():
        if pk not in left:
            return f"The order has nothing left of a line {pk}."
        if quantity > left[pk].quantity:
            return f"Of “{left[pk].title}” only {left[pk].quantity} are left."
    return ""


def require_quantities(context: CancellationContext, quantities: Mapping[int, int] | None) -> None:
    """Raises Refused where so much of these lines is not there, or the reason is for whole orders only."""
    if quantities is None:
        return
    if wrong := validate_quantities(context, quantities):
        raise Refused.because("lines_wrong", wrong)
    if context.reason and not context.reason.part_of_an_order and not takes_all(context, quantities):
        raise Refused.because(
            "reason_for_whole_orders", f"“{context.reason.label}” can be given for whole orders only."
        )


def require_preview(plan: Plan, token: str) -> None:
    """Raises Refused where `token` announced something else than `plan` (D11)."""
    if token and not plan.matches_preview(token):
        raise Refused.because("changed_meanwhile", CHANGED)
