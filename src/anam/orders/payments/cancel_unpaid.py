from django.db import transaction

from anam.coded import coded
from anam.orders.cancellation.cancel_order import cancel_order, record_cancellation
from anam.orders.cancellation.context import load_context
from anam.orders.cancellation.plan import plan_cancellation
from anam.orders.locking import lock
from anam.orders.models import Cancellation, Order
from anam.orders.payments.close_unpaid_cases import close_unpaid_cases
from anam.orders.payments.go_on_paying import go_on_paying
from anam.orders.payments.paying import last_authorisation
from anam.orders.queries import OrderQuerySet
from anam.payments.models import Payment
from anam.payments.states import OPEN, NotConfirmed

REASON = "payment_failed"


def cancel_unpaid(payment_id: int) -> None:
    """Cancel the order of a payment that failed, once the hours are over in which its buyer could confirm the card. M6.

    What was paid at the last moment counts: the gateway's page is closed and read first, and where nobody knows whether
    the bank holds the money, NotConfirmed is raised, to be tried again. The stock goes back, and both sides are told
    (D9, D10). Where the order was paid or has moved on, nothing. Safe to repeat. Never called in a transaction.
    """
    if _unpaid().filter(payment=payment_id).exists():
        go_on_paying(payment_id, close=True)
        _cancel(payment_id)


def _unpaid() -> OrderQuerySet:
    return Order.objects.unpaid_too_long()


@transaction.atomic
def _cancel(payment_id: int) -> None:
    number = Order.objects.values_list("number", flat=True).get(payment=payment_id)
    order = lock(Order.objects.all(), number)
    if not _unpaid().filter(pk=order.pk).exists() or order.payment.is_held:
        return
    last = last_authorisation(Payment.objects.get(pk=payment_id))
    if last and last.state in OPEN:
        raise NotConfirmed(f"Whether payment {payment_id} is held is {last.state}.")
    context = load_context(order, reason_key=REASON, key=REASON)
    assert context.reason, "It is in every version of the policy."
    plan = plan_cancellation(order, context)
    why = coded("not_confirmed", hours=order.policy.confirm_card_hours)
    done = cancel_order(
        order,
        "cancel",
        plan,
        key=REASON,
        reason=context.reason,
        by=None,
        on_behalf_of=Cancellation.OnBehalfOf.MARKETPLACE,
        explanation="",
        explained_by=why,
        at=context.now,
    )
    assert done, "It was open, and is locked."
    record_cancellation(
        order,
        "cancelled",
        plan,
        done,
        reason=context.reason,
        by=None,
        acting_as="anam",
        at=context.now,
        explanation="",
        explained_by=why,
    )
    close_unpaid_cases(order, because=coded("order_cancelled", by=""), at=context.now)
