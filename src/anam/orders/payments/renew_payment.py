from datetime import timedelta

from django.db import transaction
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Now

from anam import jobs
from anam.clock import database_now
from anam.orders.locking import lock
from anam.orders.models import Order
from anam.orders.payments.paying import amount_to_hold, last_authorisation
from anam.orders.status import OPEN as OPEN_ORDERS
from anam.payments.actions.execute import execute
from anam.payments.actions.look_at import look_at
from anam.payments.actions.request_authorisation import request_authorisation
from anam.payments.holding import takes_a_hold
from anam.payments.models import Payment, PaymentOperation
from anam.payments.states import OPEN, NotConfirmed, State

# So long before a bank lets go of money it is asked to hold it anew: time for the buyer, where it says no.
RENEWED_BEFORE = timedelta(hours=24)
# Where the process dies in between, a job asks what became of it.
LOOKED_AT_AFTER = timedelta(minutes=1)


def renew_payment(payment_id: int) -> None:
    """Have the bank hold anew what it will let go of, or has let go of, for an order that has not shipped. M6.

    It is asked while the card's owner is away. The new authorisation stands first, and then the old one is released:
    whatever happens in between, one is held in the end. Where the bank says no, the buyer is told, and the old one
    stands until its end. Raises NotConfirmed where it does not say. Never called in a transaction.
    """
    payment = Payment.objects.get(pk=payment_id)
    if payment.status == Payment.Status.AUTHORISED and payment.held_until and payment.held_until < database_now():
        look_at(payment_id)  # what has ended is asked for anew once that is written down
    operation_id = _decide(payment)
    if operation_id is not None and (state := execute(operation_id)) in OPEN:
        raise NotConfirmed(f"Whether payment {payment_id} is renewed is {state}.")


@transaction.atomic
def _decide(payment: Payment) -> int | None:
    """The operation that is to be carried out; None where none is needed."""
    if payment.order is None:
        return None
    order = lock(Order.objects.all(), payment.order.number)
    payment = Payment.objects.get(pk=payment.pk)
    amount, last = amount_to_hold(order), last_authorisation(payment)
    if order.status not in OPEN_ORDERS or not payment.gateway_method or amount <= 0:
        return None
    if last and last.state in OPEN:
        return last.pk
    if not _is_to_be_renewed(order, payment) or (payment.is_held and last and last.state == State.REFUSED):
        return None
    now = database_now()
    operation_id = request_authorisation(payment, amount=amount, at=now)
    jobs.defer(jobs.to_do("payments.execute_operation", delay=LOOKED_AT_AFTER, operation_id=operation_id))
    return operation_id


def _is_to_be_renewed(order: Order, payment: Payment) -> bool:
    """It ends soon; or it has ended, and the buyer was not asked to pay yet."""
    if payment.status == Payment.Status.EXPIRED:
        return order.pay_by is None
    soon = payment.held_until is not None and payment.held_until < database_now() + RENEWED_BEFORE
    return payment.is_held and soon and takes_a_hold(payment)


def payments_to_renew() -> list[int]:
    """The ids of those that end soon, and whose bank has not refused already to hold them for longer."""
    soon = Payment.objects.filter(
        status=Payment.Status.AUTHORISED,
        held_until__lt=database_now() + RENEWED_BEFORE,
        order__status__in=OPEN_ORDERS,
    ).exclude(gateway_method="")
    later = PaymentOperation.objects.filter(payment=OuterRef("pk"), kind=PaymentOperation.Kind.AUTHORISE)
    newest = later.order_by("-generation").values("state")[:1]
    refused = Q(newest=State.REFUSED, held_until__gte=Now())
    return list(
        soon.annotate(newest=Subquery(newest)).exclude(refused).order_by("held_until").values_list("pk", flat=True)
    )
