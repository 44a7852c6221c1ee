from django.db import transaction

from anam.history.record import record
from anam.orders.clock import order_now
from anam.orders.locking import lock
from anam.orders.models import Order
from anam.orders.queries import OrderQuerySet
from anam.orders.requests.close_request import close_request
from anam.orders.requests.request_validation import validate_request_words
from anam.people.models import User
from anam.refusals import Refused
from anam.words import visible


@transaction.atomic
def decline_request(number: str, *, among: OrderQuerySet, by: User, acting_as: str, words: str) -> Order:
    """Say no to what the buyer asked for, with a reason that they read; the order goes on as it was.

    Takes and raises what `accept_request` does, and Refused without words.
    """
    words = visible(words).strip()
    order = lock(among, number)
    if refusal := validate_request_words(words):
        raise Refused(refusal)
    now = order_now(order)
    request = close_request(order, answer="declined", words=words, by=by, as_side=acting_as, at=now)
    record(order, kind="request_declined", by=by, acting_as=acting_as, at=now, words=words, request_id=request.pk)
    return order
