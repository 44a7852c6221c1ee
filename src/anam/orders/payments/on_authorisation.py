"""What orders make of an authorisation that was asked for after they were placed: paid, or not paid (M6)."""

from typing import Any

from anam import jobs
from anam.cases.actions.open_case import open_case
from anam.cases.models import Case
from anam.clock import database_now
from anam.coded import coded
from anam.history.record import record
from anam.orders.models import Order
from anam.orders.payments.close_unpaid_cases import close_unpaid_cases
from anam.orders.payments.end_pages import end_pages
from anam.orders.status import OPEN
from anam.payments.listeners import OperationChange
from anam.payments.models import PaymentOperation
from anam.payments.states import State
from anam.policy.models import current_policy


def on_authorisation(order_id: int, change: OperationChange) -> None:
    """Put on record that the bank holds the money, or refuses to. The order was locked before (`record_answer`)."""
    order = Order.objects.select_related("payment", "policy", "buyer").get(pk=order_id)
    if change.state == State.DONE:
        _hear_that_it_is_held(order, change)
    elif change.state == State.REFUSED and order.status in OPEN:
        _hear_that_it_is_refused(order, change)


def _hear_that_it_is_held(order: Order, change: OperationChange) -> None:
    """What was cancelled while the bank was asked is released by a job, as is what another one stands in place of."""
    payment = order.payment
    jobs.defer(jobs.to_do("orders.release_if_cancelled", payment_id=payment.pk))
    end_pages(payment.pk)
    stands = PaymentOperation.objects.filter(pk=change.operation_id, reference=payment.gateway_reference).exists()
    if order.status not in OPEN or not stands:
        return
    was_unpaid = order.is_unpaid
    Order.objects.filter(pk=order.pk, pay_by__isnull=False).update(pay_by=None)
    _record(order, "payment_authorised", change, was="unpaid" if was_unpaid else "")
    close_unpaid_cases(order, because=coded("order_paid"), at=database_now())


def _hear_that_it_is_refused(order: Order, change: OperationChange) -> None:
    """The buyer has so many hours from the first time that they hear of it; what is held still is no reason to wait."""
    payment = order.payment
    if payment.is_held:
        until = payment.held_until.isoformat() if payment.held_until else None
        _record(order, "payment_not_renewed", change, why=change.why, until=until)
        return
    if order.pay_by is None:
        order.pay_by = database_now() + order.policy.confirm_card_time
        Order.objects.filter(pk=order.pk).update(pay_by=order.pay_by)
    _record(order, "payment_failed", change, why=change.why, pay_by=order.pay_by.isoformat())
    open_case(
        Case.Kind.MONEY,
        about=coded(
            "authorise_refused",
            sum=[change.amount, payment.currency],
            order=order.number,
            why=change.why or coded("refused_without_a_word"),
        ),
        opened_as=change.acting_as,
        answer_within=current_policy().support_answer_time,
        order=order,
        maker_id=order.maker_id,
        buyer_id=order.buyer_id,
    )


def _record(order: Order, kind: str, change: OperationChange, **more: Any) -> None:
    payment = order.payment
    record(
        order,
        kind=kind,
        by=None,
        acting_as=change.acting_as,
        holder=payment.holder_name,
        operation_id=change.operation_id,
        amount=change.amount,
        currency=payment.currency,
        card=payment.card,
        **more,
    )
