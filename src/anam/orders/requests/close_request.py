"""The answers to a buyer's request: one of them wins (D7), and each has its author, its words and its moment."""

from datetime import datetime

from anam.cases.actions.close_case import close_case
from anam.cases.models import Case
from anam.coded import coded
from anam.orders.models import CancellationRequest, Order
from anam.orders.requests.request_validation import latest_request
from anam.people.models import User
from anam.refusals import Next, Refusal, Refused
from anam.words import day_and_clock


def close_request(
    order: Order, *, answer: str, words: str, by: User | None, as_side: str, at: datetime
) -> CancellationRequest:
    """Answer the open request of a locked `order`, with one conditional UPDATE; its case at support closes with it.

    Raises Refused, in words, where somebody was quicker or the order has moved on (D7).
    """
    request = latest_request(order)
    closed = (
        CancellationRequest.objects.still_open()
        .filter(order=order)
        .update(answer=answer, answer_words=words, answered_at=at, answered_by=by, answered_as=as_side)
    )
    if request is None or not closed:
        raise Refused(answered_already(order, request))
    for case in Case.objects.still_open().filter(request=request):
        outcome = "answered" if as_side == "support" else "overtaken"
        because = coded(f"request_{answer}", by=by.name if by else "")
        close_case(case, outcome=outcome, because=because, by=by, as_side=as_side, at=at)
    request.answer, request.answered_at = answer, at
    return request


def answered_already(order: Order, request: CancellationRequest | None) -> Refusal:
    """What became of a request that is not open any more: what, when, by whom."""
    see = Next("See the order", order.get_absolute_url())
    if request is None or request.answered_at is None:
        return Refusal("request_closed", "The buyer asks for nothing now.", see)
    who = request.answered_by.name if request.answered_by else "The marketplace"
    when = day_and_clock(request.answered_at)
    said = {
        "accepted": f"{who} accepted this request on {when}.",
        "declined": f"{who} declined this request on {when}.",
        "withdrawn": f"{who} took this request back on {when}.",
        "overtaken": f"This request closed by itself on {when}: {request.answer_given}",
    }[request.answer]
    return Refusal("request_closed", said, see)
