"""The ledger: every movement of money, once, in the statement that moves it (M7)."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from anam.clock import database_now
from anam.coded import coded
from anam.payments.actions.authorise import authorise
from anam.payments.actions.confirm_operation import Confirmation, confirm_operation
from anam.payments.actions.end_operation import end_operation
from anam.payments.actions.execute import execute
from anam.payments.actions.request_capture import request_capture
from anam.payments.actions.transition import transition
from anam.payments.actions.void_or_refund import plan_refund, void_or_refund
from anam.payments.ledger import number_movements
from anam.payments.models import MovementPlace, Payment, PaymentMovement, PaymentOperation, SandboxCharge
from anam.payments.operation_queue import queue_operation
from anam.payments.record_movements import record_movement
from anam.payments.states import State
from conftest import Cast


def movements(payment: Payment) -> list[tuple[str, str, int]]:
    return list(payment.movements.order_by("id").values_list("kind", "moved", "amount"))


def queued(payment: Payment, kind: str, amount: int) -> PaymentOperation:
    pk = queue_operation(payment, kind=kind, amount=amount, at=database_now())
    return PaymentOperation.objects.select_related("payment").get(pk=pk)


def void(payment: Payment) -> int:
    how = plan_refund(payment, amount=payment.authorised, final=True)
    pk = void_or_refund(payment, how, final=True, cancellation_id=None, at=database_now())
    assert pk
    return pk


def external(cast: Cast) -> Payment:
    payment = cast.order().payment
    Payment.objects.filter(pk=payment.pk).update(
        holder="external", holder_name="Shopify", gateway_reference="", card=""
    )
    return Payment.objects.get(pk=payment.pk)


@pytest.mark.parametrize(("card", "written"), [("4242", 1), ("0002", 0)])
def test_what_is_authorised_is_a_movement_of_its_operation(cast: Cast, card: str, written: int) -> None:
    """And a card that was refused is none."""
    payment = Payment.objects.create(maker=cast.byrne, currency="USD", holder="sandbox", card=card)
    operation = queued(payment, "authorise", 9900)
    authorise(payment)
    assert movements(payment) == [("authorised", "authorised", 9900)] * written
    assert operation.movements.count() == written
    assert {one.reference for one in payment.movements.all()} <= {f"sb_{operation.key}"}


def test_what_is_released_is_a_movement_of_its_operation(cast: Cast) -> None:
    """M7"""
    payment = cast.order().payment
    operation_id = void(payment)
    assert movements(payment) == [("authorised", "authorised", 16500)]
    assert execute(operation_id) == State.DONE
    assert movements(payment)[1:] == [("voided", "voided", 16500)]
    written = PaymentMovement.objects.get(operation=operation_id)
    operation = PaymentOperation.objects.get(pk=operation_id)
    assert (written.maker_id, written.currency, written.at) == (cast.byrne.pk, "USD", operation.closed_at)
    assert (written.reference, written.holder_object) == (payment.gateway_reference, "")


def test_the_rest_of_an_authorisation_is_released_with_its_capture(cast: Cast) -> None:
    """M5"""
    payment = cast.order().payment
    operation_id = request_capture(payment, amount=payment.authorised - 2900, at=database_now())
    assert operation_id
    assert execute(operation_id) == State.DONE
    assert movements(payment)[1:] == [("captured", "captured", 13600), ("voided", "voided", 2900)]


def test_nobody_has_said_what_another_system_does_with_the_rest(cast: Cast) -> None:
    """M2: what was captured there is so; that the rest was released is nobody's word."""
    payment = external(cast)
    operation = queued(payment, "capture", 13600)
    confirm_operation(operation, Confirmation(True, 13600, "ch_1"), by=cast.sam, acting_as="support")
    assert movements(payment)[1:] == [("captured", "captured", 13600)]
    assert PaymentMovement.objects.get(operation=operation).reference == "ch_1"


def test_a_refund_that_fails_days_later_has_a_movement_there_and_one_back(cast: Cast) -> None:
    payment = cast.order(payment="captured").payment
    Payment.objects.filter(pk=payment.pk).update(refund_pending=100)
    operation = queued(payment, "refund", 100)
    PaymentOperation.objects.filter(pk=operation.pk).update(state=State.SENT)
    assert end_operation(operation, State.DONE)
    assert end_operation(operation, State.FAILED, why=coded("said", words="The account is closed."))
    assert movements(payment)[2:] == [("refunded", "refunded", 100), ("refund_failed", "refund_failed", 100)]
    said = Confirmation(True, 100, "transfer 7")
    confirm_operation(operation, said, by=cast.sam, acting_as="support", may_split=True)
    assert movements(payment)[4:] == [("manual", "refunded", 100)]
    assert Payment.objects.get(pk=payment.pk).refunded == 100


@pytest.mark.parametrize("kind", ["void", "capture"])
def test_only_a_refund_can_fail_after_it_was_done(cast: Cast, kind: str) -> None:
    payment = cast.order().payment
    operation = queued(payment, kind, payment.authorised)
    PaymentOperation.objects.filter(pk=operation.pk).update(state=State.SENT)
    assert end_operation(operation, State.DONE)
    assert not end_operation(operation, State.FAILED)
    assert len(movements(payment)) == 2


def test_what_was_captured_instead_of_released_is_a_movement_of_the_charge(cast: Cast) -> None:
    """M4"""
    payment = cast.order().payment
    operation_id = void(payment)
    SandboxCharge.objects.filter(reference=payment.gateway_reference).update(captured=payment.authorised)
    assert execute(operation_id) == State.SUPERSEDED
    assert execute(PaymentOperation.objects.get(kind="refund").pk) == State.DONE
    assert movements(payment)[1:] == [("captured", "captured", 16500), ("refunded", "refunded", 16500)]
    taken = payment.movements.get(kind="captured")
    assert (taken.operation, taken.holder_object) == (None, payment.gateway_reference)


def test_what_another_system_captured_instead_is_a_movement_of_the_order_there(cast: Cast) -> None:
    payment = external(cast)
    operation = PaymentOperation.objects.select_related("payment").get(pk=void(payment))
    confirm_operation(
        operation, Confirmation(False, 16500, words="It was sent.", captured=True), by=cast.sam, acting_as="support"
    )
    assert payment.order
    assert payment.movements.get(kind="captured").holder_object == payment.order.number


def test_a_change_of_state_with_its_movement_is_one_statement(cast: Cast) -> None:
    payment = cast.order().payment
    operation = PaymentOperation.objects.select_related("payment").get(pk=void(payment))
    PaymentOperation.objects.filter(pk=operation.pk).update(state=State.SENT)
    with CaptureQueriesContext(connection) as asked:
        assert transition(operation, State.DONE, outcome="confirmed")
    assert len(asked) == 1
    assert not transition(operation, State.DONE)
    assert len(movements(payment)) == 2


def test_the_database_refuses_to_change_or_delete_a_movement(cast: Cast) -> None:
    """M7"""
    cast.order()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for change in (
        "UPDATE payment_movement SET amount = 1",
        "DELETE FROM payment_movement",
        "TRUNCATE payment_movement CASCADE",
    ):
        with (
            pytest.raises(IntegrityError, match="only ever added"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(change)


def test_what_happened_at_the_holder_is_written_once(cast: Cast) -> None:
    """However often its holder tells us."""
    payment, at = cast.order(payment="captured").payment, database_now() - timedelta(hours=1)
    told: dict[str, Any] = {"amount": 100, "at": at, "holder_object": "dp_1"}
    assert record_movement(payment, "disputed", **told).at == at
    with pytest.raises(IntegrityError, match="movement_once_an_object_of_the_holder"), transaction.atomic():
        record_movement(payment, "disputed", **told)
    record_movement(payment, "dispute_won", **told)


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"amount": 0}, "movement_of_something"),
        ({"kind": "lost", "moved": "lost"}, "movement_kind_known"),
        ({"moved": "voided"}, "movement_moves_what_it_says"),
        ({"kind": "manual", "moved": "refunded"}, "movement_moves_what_it_says"),
        ({"holder_object": ""}, "movement_by_something"),
    ],
)
def test_a_movement_says_what_moved_and_what_moved_it(cast: Cast, wrong: dict[str, Any], constraint: str) -> None:
    payment = cast.order().payment
    facts = {"kind": "refunded", "moved": "refunded", "amount": 1, "holder_object": "re_1", **wrong}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        PaymentMovement.objects.create(payment=payment, maker=cast.byrne, currency="USD", at=database_now(), **facts)


def test_each_has_a_place_in_the_ledger_that_stays(cast: Cast) -> None:
    first, second = cast.order().payment, cast.order(payment="captured").payment
    assert number_movements() == 3
    assert number_movements() == 0
    assert execute(void(first)) == State.DONE
    assert number_movements() == 1
    places = list(MovementPlace.objects.after(0).values_list("seq", "movement__payment", "movement__kind"))
    assert places == [
        (1, first.pk, "authorised"),
        (2, second.pk, "authorised"),
        (3, second.pk, "captured"),
        (4, first.pk, "voided"),
    ]
