"""Money at every fault of the gateway: rules D7 and D8, with the sandbox told to misbehave."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F

from anam.clock import database_now
from anam.history.models import Entry
from anam.mail.models import Email
from anam.notifications.engine import notify_of
from anam.notifications.models import Notice
from anam.orders.cancellation.decline import decline
from anam.orders.fulfilment.accept import accept
from anam.orders.fulfilment.ship import ship
from anam.orders.models import Cancellation, Order
from anam.orders.tests.waiting import jobs_for
from anam.payments.actions.end_operation import end_operation
from anam.payments.actions.execute import execute
from anam.payments.actions.requeue_unconfirmed import requeue_unconfirmed
from anam.payments.actions.retry_operation import retry_operation
from anam.payments.actions.void_or_refund import plan_refund, void_or_refund
from anam.payments.gateway_calls import ask
from anam.payments.jobs import execute_operation
from anam.payments.models import OperationAttempt, Payment, PaymentOperation, SandboxCall, SandboxCharge, SandboxFault
from anam.payments.states import State
from anam.refusals import Refused
from conftest import Cast

TOTAL = 6 * 1450 + 2 * 3300 + 1200


def cancelled_elsewhere(cast: Cast, *, payment: str = "authorised") -> PaymentOperation:
    """What the gateway must do for an order that Hanna has just declined."""
    order = cast.order(told=True, payment=payment)
    decline(
        order.number, maker=cast.byrne, by=cast.hanna, reason="too_late", explanation="My kiln is down until spring."
    )
    return PaymentOperation.objects.select_related("payment").get(payment__order=order)


def fault(operation: PaymentOperation, mode: str, times: int | None = None) -> None:
    SandboxFault.objects.create(reference=operation.payment.gateway_reference, mode=mode, times=times)


def charge(operation: PaymentOperation) -> SandboxCharge:
    return SandboxCharge.objects.get(reference=operation.payment.gateway_reference)


def payment(operation: PaymentOperation) -> Payment:
    return Payment.objects.get(pk=operation.payment_id)


def outcomes(operation: PaymentOperation) -> list[str]:
    return list(OperationAttempt.objects.filter(operation=operation).order_by("pk").values_list("outcome", flat=True))


def the_worker_dies_after_asking(operation: PaymentOperation) -> None:
    """The gateway has done it, and nobody has written that down."""
    PaymentOperation.objects.filter(pk=operation.pk).update(state="sent", sent_at=database_now())
    ask(PaymentOperation.objects.select_related("payment").get(pk=operation.pk))


def jobs_of(operation: PaymentOperation) -> int:
    return jobs_for("payments.execute_operation", operation_id=operation.pk)


def test_an_authorisation_is_released_at_once(cast: Cast) -> None:
    """D8"""
    operation = cancelled_elsewhere(cast)
    assert payment(operation).status == "void_pending"
    execute(operation.pk)
    assert payment(operation).status == "voided"
    assert charge(operation).voided
    assert outcomes(operation) == ["confirmed"]


def test_a_captured_payment_is_refunded_whole(cast: Cast) -> None:
    """D8"""
    operation = cancelled_elsewhere(cast, payment="captured")
    execute(operation.pk)
    paid = payment(operation)
    assert (paid.status, paid.captured, paid.refunded) == ("refunded", TOTAL, TOTAL)
    assert charge(operation).refunded == TOTAL


@pytest.mark.parametrize("paid", ["authorised", "captured"])
def test_a_gateway_that_is_down_is_asked_until_it_answers(cast: Cast, paid: str) -> None:
    """D8"""
    operation = cancelled_elsewhere(cast, payment=paid)
    fault(operation, "down", times=2)
    for _ in range(2):
        assert execute(operation.pk) == "unknown"
        assert payment(operation).status.endswith("_pending")
    execute(operation.pk)
    assert payment(operation).status == ("voided" if paid == "authorised" else "refunded")
    assert outcomes(operation) == ["unknown", "unknown", "confirmed"]
    assert SandboxCall.objects.get(key=operation.key).calls == 1


def test_what_was_done_without_an_answer_is_not_done_again(cast: Cast) -> None:
    """D7, D8"""
    operation = cancelled_elsewhere(cast, payment="captured")
    fault(operation, "timeout", times=1)
    assert execute(operation.pk) == "unknown"
    assert charge(operation).refunded == TOTAL
    assert payment(operation).status == "refund_pending"
    execute(operation.pk)
    assert SandboxCall.objects.get(key=operation.key).calls == 1  # it was looked up, not asked again
    assert charge(operation).refunded == TOTAL
    assert payment(operation).refunded == TOTAL


def test_a_refusal_is_on_record_and_the_order_goes_on_saying_that_it_is_pending(cast: Cast) -> None:
    """D8"""
    operation = cancelled_elsewhere(cast)
    fault(operation, "refuse")
    assert execute(operation.pk) == "refused"
    attempt = OperationAttempt.objects.get(operation=operation)
    assert (attempt.outcome, attempt.why_words) == ("refused", "The gateway refused.")
    assert payment(operation).status == "void_pending"


def test_a_refund_that_the_gateway_cannot_make_leaves_no_trace_there(cast: Cast) -> None:
    """D8, M4: once people have put it right, another operation stands in its place, with a key of its own."""
    operation = cancelled_elsewhere(cast, payment="captured")
    SandboxCharge.objects.filter(pk=charge(operation).pk).update(captured=0)
    assert execute(operation.pk) == "refused"
    assert "nothing to refund" in OperationAttempt.objects.get(operation=operation).why_words
    assert payment(operation).status == "refund_pending"
    SandboxCharge.objects.filter(pk=charge(operation).pk).update(captured=TOTAL)
    again = retry_operation(operation)
    assert execute(again) == "done"
    assert payment(operation).status == "refunded"
    assert [outcomes(operation), outcomes(PaymentOperation.objects.get(pk=again))] == [["refused"], ["confirmed"]]
    assert retry_operation(operation) == operation.pk
    assert PaymentOperation.objects.count() == 2


def test_what_is_never_confirmed_stays_pending_with_every_attempt_on_record(cast: Cast) -> None:
    """D8"""
    operation = cancelled_elsewhere(cast)
    fault(operation, "down")
    for _ in range(5):
        assert execute(operation.pk) == "unknown"
    assert payment(operation).status == "void_pending"
    assert outcomes(operation) == ["unknown"] * 5
    assert not charge(operation).voided
    assert not Entry.objects.filter(kind="payment_voided").exists()


def test_a_job_that_is_killed_after_the_gateway_has_done_it_is_taken_up_again(cast: Cast) -> None:
    """D7"""
    operation = cancelled_elsewhere(cast, payment="captured")
    the_worker_dies_after_asking(operation)
    assert payment(operation).status == "refund_pending"
    execute(operation.pk)
    assert payment(operation).status == "refunded"
    assert charge(operation).refunded == TOTAL
    assert SandboxCall.objects.get(key=operation.key).calls == 1


def test_settling_twice_is_settling_once(cast: Cast) -> None:
    """D7"""
    operation = cancelled_elsewhere(cast)
    execute(operation.pk)
    execute(operation.pk)
    assert SandboxCall.objects.get(key=operation.key).calls == 1
    assert Entry.objects.filter(kind="payment_voided").count() == 1
    assert outcomes(operation) == ["confirmed"]


def test_of_two_workers_at_the_gateway_one_puts_it_on_record(cast: Cast) -> None:
    """D7: both have asked before either has written down the answer."""
    operation = cancelled_elsewhere(cast, payment="captured")
    the_worker_dies_after_asking(operation)
    other = PaymentOperation.objects.select_related("payment").get(pk=operation.pk)
    ends = [end_operation(one, State.DONE, outcome="confirmed") for one in (operation, other)]
    assert ends == [True, False]
    execute(operation.pk)
    assert charge(operation).refunded == payment(operation).refunded == TOTAL
    assert outcomes(operation) == ["confirmed"]


def test_the_buyer_is_told_once_that_the_money_is_back(cast: Cast) -> None:
    """D7, D10"""
    operation = cancelled_elsewhere(cast, payment="captured")
    Cancellation.objects.update(at=F("at") - timedelta(minutes=61))
    execute(operation.pk)
    entry = Entry.objects.get(kind="payment_refunded")
    assert list(Notice.objects.filter(entry=entry).values_list("user__name", flat=True)) == ["Ines"]
    notify_of(entry_id=entry.pk)
    notify_of(entry_id=entry.pk)
    email = Email.objects.get(subject__contains="refunded")
    assert email.to == cast.ines.email
    assert "$165.00 was refunded in full to card ending 4242." in email.text


def test_a_decline_writes_the_job_that_gives_the_money_back(cast: Cast) -> None:
    """D8"""
    assert jobs_of(cancelled_elsewhere(cast)) == 1


def test_what_nobody_retries_any_more_gets_one_new_job(cast: Cast) -> None:
    """D8"""
    operation = cancelled_elsewhere(cast)
    long_ago = operation.queued_at - timedelta(minutes=2)
    PaymentOperation.objects.filter(pk=operation.pk).update(queued_at=long_ago)
    assert requeue_unconfirmed() == 0
    _lose_the_jobs()
    assert requeue_unconfirmed() == 1
    assert requeue_unconfirmed() == 0
    assert jobs_of(operation) == 1


def test_what_is_settled_or_was_only_just_asked_needs_nobody(cast: Cast) -> None:
    """D8"""
    settled, fresh = cancelled_elsewhere(cast), cancelled_elsewhere(cast)
    execute(settled.pk)
    PaymentOperation.objects.filter(pk=settled.pk).update(queued_at=settled.queued_at - timedelta(minutes=2))
    _lose_the_jobs()
    assert requeue_unconfirmed() == 0
    assert jobs_of(fresh) == 0


def test_the_job_is_the_action(cast: Cast) -> None:
    """D8"""
    operation = cancelled_elsewhere(cast)
    execute_operation(operation_id=operation.pk)
    assert payment(operation).status == "voided"


def test_the_payment_is_taken_when_the_order_ships(cast: Cast) -> None:
    """D8"""
    order = cast.order()
    accept(order.number, maker=cast.byrne, by=cast.hanna)
    ship(order.number, maker=cast.byrne, by=cast.ravi, carrier="An Post")
    operation = PaymentOperation.objects.select_related("payment").get(payment__order=order)
    assert (operation.kind, operation.amount, jobs_of(operation)) == ("capture", TOTAL, 1)
    fault(operation, "timeout")  # a fault of giving back does not touch the capture
    execute(operation.pk)
    assert (payment(operation).status, payment(operation).captured) == ("captured", TOTAL)
    entry = Entry.objects.get(order=order, kind="payment_captured")
    assert not Notice.objects.filter(entry=entry).exists()


def test_an_order_without_a_payment_asks_the_gateway_for_nothing(cast: Cast) -> None:
    """D8"""
    order = cast.order(told=True, payment="none")
    decline(order.number, maker=cast.byrne, by=cast.hanna, reason="too_late", explanation="My kiln is down for good.")
    assert not PaymentOperation.objects.exists()
    assert Order.objects.get(pk=order.pk).status == "declined"


def _lose_the_jobs() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def part_of(order: Order, cast: Cast) -> None:
    """Hanna declines one of the first line: 1,450 are asked back."""
    decline(
        order.number,
        maker=cast.byrne,
        by=cast.hanna,
        reason="damaged",
        quantities={order.lines.all()[0].pk: 1},
        explanation="One broke on its way out of the kiln.",
    )


def void_or_refund_all(stale: Payment) -> int | None:
    how = plan_refund(stale, amount=stale.refundable, final=True)
    return void_or_refund(stale, how, final=True, cancellation_id=None, at=database_now())


def test_a_payment_that_was_read_too_early_is_not_refunded_twice(cast: Cast) -> None:
    """D8: what goes back is computed where it is decided, so not even a stale object takes a part with the rest."""
    order = cast.order(told=True, payment="captured")
    stale = Payment.objects.get(order=order)
    part_of(order, cast)
    with pytest.raises(Refused) as no:
        void_or_refund_all(stale)
    assert no.value.refusal.code == "changed_meanwhile"
    now = Payment.objects.get(order=order)
    assert (now.status, now.refund_pending) == ("captured", 1450)
    assert [told.amount for told in PaymentOperation.objects.filter(payment=now)] == [1450]
    assert void_or_refund_all(now)
    assert sum(told.amount for told in PaymentOperation.objects.filter(payment=now)) == TOTAL


def test_a_part_of_what_goes_back_whole_is_not_refunded_besides(cast: Cast) -> None:
    """D8"""
    order = cast.order(told=True, payment="captured")
    part_of(order, cast)
    cancellation, stale = Cancellation.objects.get(order=order, final=False), Payment.objects.get(order=order)
    assert void_or_refund_all(Payment.objects.get(order=order))
    with pytest.raises(Refused):
        void_or_refund(
            stale,
            plan_refund(stale, amount=1450, final=False),
            final=False,
            cancellation_id=cancellation.pk,
            at=database_now(),
        )
    assert sum(told.amount for told in PaymentOperation.objects.filter(payment=stale)) == TOTAL


def test_an_authorisation_that_was_taken_meanwhile_is_not_left_behind(cast: Cast) -> None:
    """D8: neither released, which the gateway would refuse, nor passed over."""
    stale = Payment.objects.get(order=cast.order(told=True))
    Payment.objects.filter(pk=stale.pk).update(status="captured", captured=TOTAL)
    with pytest.raises(Refused):
        void_or_refund_all(stale)
    assert not PaymentOperation.objects.exists()


def test_money_that_is_going_back_already_is_let_be(cast: Cast) -> None:
    """D7"""
    order = cast.order(told=True)
    first, second = (Payment.objects.get(order=order) for _ in range(2))
    assert void_or_refund_all(first)
    assert void_or_refund_all(second) is None
    assert PaymentOperation.objects.count() == 1
