from collections.abc import Mapping

from django.db import transaction

from anam.history.record import record
from anam.orders.clock import order_now
from anam.orders.locking import lock
from anam.orders.models import CancellationRequest, Order, RequestedLine
from anam.orders.requests.request_validation import latest_request, validate_may_ask, validate_request_words, wanted
from anam.people.models import Buyer, User
from anam.refusals import Refused
from anam.words import visible


@transaction.atomic
def ask_to_cancel(
    number: str, *, buyer: Buyer, by: User, words: str, quantities: Mapping[int, int] | None = None
) -> CancellationRequest:
    """A buyer asks to cancel an order, or, with `quantities` by line id, to remove that much of it.

    Asking for everything that is left is asking to cancel. Raises Order.DoesNotExist where it is not this buyer's
    (D1), and Refused: too late, asked already, or the order has moved on (D7).
    """
    words = visible(words).strip()
    order = lock(Order.objects.of_buyer(buyer), number)
    now = order_now(order)
    if refusal := validate_may_ask(order, latest_request(order), now=now) or validate_request_words(words):
        raise Refused(refusal)
    part = wanted(order, quantities or {})
    if quantities is not None and not part:
        raise Refused.because("request_of_nothing", "Say how many of which product are to be removed.")
    if all(part.get(line.pk, 0) == line.left for line in order.lines.all()):
        part = {}
    request = CancellationRequest.objects.create(
        order=order,
        maker_id=order.maker_id,
        asked_by=by,
        words=words,
        asked_at=now,
        answer_by=now + order.policy.request_answer_time,
    )
    RequestedLine.objects.bulk_create(
        RequestedLine(request=request, maker_id=order.maker_id, line_id=pk, quantity=quantity)
        for pk, quantity in part.items()
    )
    titles = {line.pk: line.title for line in order.lines.all()}
    record(
        order,
        kind="cancel_requested",
        by=by,
        acting_as="buyer",
        at=now,
        request_id=request.pk,
        words=words,
        whole=not part,
        parts=[[quantity, titles[pk]] for pk, quantity in part.items()],
        answer_by=request.answer_by.isoformat(),
    )
    return request
