from collections.abc import Mapping

from django.db import transaction

from anam.cases.actions.open_case import open_case
from anam.cases.models import Case
from anam.coded import coded
from anam.orders.clock import order_now
from anam.orders.locking import lock
from anam.orders.models import Order, OrderReturn, ReturnedLine
from anam.orders.returns.return_steps import record_step
from anam.orders.returns.return_validation import checked_words, returnable_lines, validate_quantities, why_no_return
from anam.people.models import Buyer, User
from anam.policy.models import current_policy
from anam.refusals import Refused


@transaction.atomic
def ask_return(
    number: str, *, by: User, words: str, quantities: Mapping[int, int], buyer: Buyer | None = None
) -> OrderReturn:
    """A buyer, or support for them, asks to send back `quantities` by line id: a case, with its first step. D12, M13.

    The same again while it is open changes nothing (D7). Raises Order.DoesNotExist (D1), and Refused: `not_shipped`,
    `return_open`, `words_needed`, `lines_wrong`.
    """
    order = lock(Order.objects.of_buyer(buyer) if buyer else Order.objects.all(), number)
    words = checked_words(words, who_reads="the other side reads why it goes back")
    quantities = {line: quantity for line, quantity in quantities.items() if quantity}
    if before := _asked_before(order, words, quantities):
        return before
    if refusal := why_no_return(order):
        raise Refused(refusal)
    validate_quantities(quantities, {line.id: (line.title, line.quantity) for line in returnable_lines(order)})
    side, now = "buyer" if buyer else "support", order_now(order)
    case, _ = open_case(
        Case.Kind.RETURN,
        about=coded("sent_back", order=order.number),
        message=words,
        opened_as=side,
        by=by,
        answer_within=current_policy().support_answer_time,
        order=order,
        maker_id=order.maker_id,
        buyer_id=order.buyer_id,
    )
    asked = {"asked_as": side, "by": by, "words": words, "asked_at": now}
    one = OrderReturn.objects.create(order=order, maker_id=order.maker_id, case=case, **asked)
    ReturnedLine.objects.bulk_create(
        ReturnedLine(order_return=one, maker_id=order.maker_id, line_id=line, quantity=quantity)
        for line, quantity in sorted(quantities.items())
    )
    record_step(order, one, "return_asked", by=by, acting_as=side, at=now, words=words)
    return one


def _asked_before(order: Order, words: str, quantities: Mapping[int, int]) -> OrderReturn | None:
    before = OrderReturn.objects.still_open().for_page().filter(order=order, words=words).first()
    same = before and {line.line_id: line.quantity for line in before.lines.all()} == quantities
    return before if same else None
