from datetime import timedelta

from django.db import transaction

from anam import jobs
from anam.clock import database_now
from anam.orders.fulfilment.shipping_cost import shipping_cost
from anam.orders.locking import lock_of_maker
from anam.orders.models import Order
from anam.orders.status import Status
from anam.payments.actions.execute import execute
from anam.payments.actions.look_at import look_at
from anam.payments.actions.request_authorisation import request_authorisation
from anam.payments.models import Payment, PaymentOperation
from anam.payments.states import OPEN, NotConfirmed, State
from anam.people.models import Maker
from anam.refusals import Refused

NOT_PAID_YET = "Not paid yet, do not ship: the bank did not authorise the card. {buyer} and support have been told."
NO_ANSWER_YET = "The bank has not said yet whether it holds the money. Do not ship yet; try again in a minute."
# A bank that has said no is not asked again before this: it refuses cards that are tried too often.
ASKED_AGAIN_AFTER = timedelta(hours=1)
# Where the process dies in between, a job asks what became of it.
LOOKED_AT_AFTER = timedelta(minutes=1)


def hold_payment(number: str, *, maker: Maker, shipping: int | None = None) -> None:
    """Have the bank hold what an accepted order comes to, where its card was saved and nothing is held. M6.

    It is asked while the card’s owner is away, for the most that can be due, once `shipping`, as `ship` is told it, is
    in order. Nothing is asked of an order that is paid, or cannot ship. Raises Order.DoesNotExist, and Refused as
    `shipping_cost` does: and `not_paid`, where the bank says no; `payment_unknown`, where it does not say. Never called
    in a transaction.
    """
    order = Order.objects.of_maker(maker).select_related("payment").get(number=number)
    payment: Payment | None = getattr(order, "payment", None)
    if payment is None or not payment.gateway_method:
        return
    _see_whether_it_ended(payment)
    operation_id = _decide(number, maker, shipping)
    if operation_id is None:
        return
    state = execute(operation_id)
    if state in OPEN:
        raise Refused.because("payment_unknown", NO_ANSWER_YET)
    if state != State.DONE:
        raise Refused.because("not_paid", NOT_PAID_YET.format(buyer=Order.objects.get(number=number).buyer.name))


def _see_whether_it_ended(payment: Payment) -> None:
    """A hold whose time is up is looked at before anybody ships for it, though we were not told that it has gone."""
    if not payment.is_held or payment.held_until is None or payment.held_until > database_now():
        return
    try:
        look_at(payment.pk)
    except NotConfirmed:
        raise Refused.because("payment_unknown", NO_ANSWER_YET) from None


@transaction.atomic
def _decide(number: str, maker: Maker, shipping: int | None) -> int | None:
    """The operation that is to be carried out: a new one, or one that nobody knows the end of. None: none is needed."""
    order = lock_of_maker(maker, number)
    payment: Payment | None = getattr(order, "payment", None)
    amount = order.total - order.removed
    if order.status != Status.ACCEPTED or payment is None or not payment.is_to_be_held or amount <= 0:
        return None
    shipping_cost(order, shipping)
    authorisations = payment.operations.filter(kind=PaymentOperation.Kind.AUTHORISE)
    last = authorisations.order_by("generation").last()
    if last and last.state in OPEN:
        return last.pk
    now = database_now()
    if last and last.state == State.REFUSED and last.closed_at and now - last.closed_at < ASKED_AGAIN_AFTER:
        return last.pk
    operation_id = request_authorisation(payment, amount=amount, at=now)
    jobs.defer(jobs.to_do("payments.execute_operation", delay=LOOKED_AT_AFTER, operation_id=operation_id))
    return operation_id
