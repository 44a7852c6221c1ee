"""Why something of an order cannot be sent back, or a step of that cannot be taken."""

from collections.abc import Mapping

from anam.orders.cancellation.context import LineState, load_context
from anam.orders.models import Order, OrderReturn
from anam.orders.refunds.planned_refund import refundable_lines
from anam.orders.refunds.validation import REFUNDABLE
from anam.refusals import Next, Refusal, Refused, refusal_words
from anam.words import visible

MIN_WORDS, MAX_WORDS = 10, 1000
# Refusals about what was filled in.
OF_THE_FORM = ("words_needed", "lines_wrong", "carrier_needed")


def why_no_return(order: Order) -> Refusal | None:
    """Why nothing of `order` can be sent back; None where something can."""
    if order.status not in REFUNDABLE:
        words = "It is cancelled: nothing was sent." if order.is_cancelled else "It has not shipped yet."
        return Refusal("not_shipped", words, Next(""))
    if OrderReturn.objects.still_open().filter(order=order).exists():
        return Refusal("return_open", "A return of this order is open already: it goes on there.", Next(""))
    return None


def returnable_lines(order: Order) -> tuple[LineState, ...]:
    """The lines of `order`, each with what was neither cancelled nor refunded of it."""
    return tuple(line for line in refundable_lines(order, load_context(order)) if line.quantity > 0)


def validate_quantities(quantities: Mapping[int, int], most: Mapping[int, tuple[str, int]]) -> None:
    """Raises Refused (`lines_wrong`) where nothing is named, or more than `most`: title and quantity by line id."""
    if not quantities or any(quantity < 1 for quantity in quantities.values()):
        raise Refused.because("lines_wrong", refusal_words("lines_needed"))
    for pk, quantity in quantities.items():
        title, left = most.get(pk, ("", 0))
        if pk not in most:
            raise Refused.because("lines_wrong", refusal_words("line_not_left", line=pk))
        if quantity > left:
            raise Refused.because("lines_wrong", refusal_words("too_few_left", title=title, left=left))


def checked_words(words: str, *, who_reads: str) -> str:
    """`words` as they are kept. Raises Refused (`words_needed`)."""
    words = visible(words).strip()
    if not MIN_WORDS <= len(words) <= MAX_WORDS:
        raise Refused.because("words_needed", f"Write {MIN_WORDS} to {MAX_WORDS:,} characters: {who_reads}.")
    return words
