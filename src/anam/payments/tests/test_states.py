"""The table of an operation's states, and what the database refuses (M3)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from anam.clock import database_now
from anam.coded import coded
from anam.payments.actions.end_operation import end_operation
from anam.payments.actions.execute import execute
from anam.payments.actions.transition import transition
from anam.payments.models import Payment, PaymentOperation, SandboxCharge
from anam.payments.operation_queue import queue_operation
from anam.payments.states import EXTERNAL_TRANSITIONS, TRANSITIONS, State
from conftest import Cast


def test_every_state_is_in_the_table() -> None:
    assert set(TRANSITIONS) == set(State)
    assert set(EXTERNAL_TRANSITIONS) <= set(State)


@pytest.mark.parametrize("origin", State)
@pytest.mark.parametrize("target", [state for state in State if state != State.QUEUED])
def test_nothing_else_changes_a_state(cast: Cast, origin: State, target: State) -> None:
    operation = refund(cast)
    PaymentOperation.objects.filter(pk=operation.pk).update(state=origin, closed_at=database_now())
    if origin in (State.DONE, State.RECORDED_MANUALLY):
        Payment.objects.filter(pk=operation.payment_id).update(refunded=100, refund_pending=0)
    assert transition(operation, target) == (target in TRANSITIONS[origin])


def test_a_refund_that_fails_days_later_is_pending_again(cast: Cast) -> None:
    operation = refund(cast)
    PaymentOperation.objects.filter(pk=operation.pk).update(state=State.SENT)
    assert end_operation(operation, State.DONE)
    assert end_operation(operation, State.FAILED, why=coded("said", words="The account is closed."))
    payment = Payment.objects.get(pk=operation.payment_id)
    assert (payment.refunded, payment.refund_pending) == (0, 100)


def test_one_for_each_kind_cause_and_generation(cast: Cast) -> None:
    operation = refund(cast)
    with pytest.raises(IntegrityError, match="operation_once_a_cause_and_generation"), transaction.atomic():
        queue_operation(operation.payment, kind="refund", amount=1, at=database_now())
    assert queue_operation(operation.payment, kind="refund", amount=1, at=database_now(), generation=2)


def test_an_unknown_state_cannot_be_stored(cast: Cast) -> None:
    operation = refund(cast)
    with pytest.raises(IntegrityError, match="operation_state_known"), transaction.atomic():
        PaymentOperation.objects.filter(pk=operation.pk).update(state="perhaps")


def test_keys_are_random_so_that_no_other_installation_has_them(cast: Cast) -> None:
    keys = [refund(cast).key for _ in range(2)]
    assert keys[0] != keys[1]
    assert all(len(key) > 30 for key in keys)


def refund(cast: Cast) -> PaymentOperation:
    """100 of a captured payment, to go back."""
    payment = cast.order(payment="captured").payment
    Payment.objects.filter(pk=payment.pk).update(refund_pending=100)
    pk = queue_operation(payment, kind="refund", amount=100, at=database_now())
    return PaymentOperation.objects.select_related("payment").get(pk=pk)


def test_a_void_that_the_gateway_refuses_because_it_is_voided_is_done(cast: Cast) -> None:
    """M4"""
    payment = cast.order().payment
    Payment.objects.filter(pk=payment.pk).update(status="void_pending")
    pk = queue_operation(payment, kind="void", amount=payment.authorised, at=database_now())
    SandboxCharge.objects.filter(reference=payment.gateway_reference).update(voided=True)
    assert execute(pk) == State.DONE


def test_a_void_of_what_the_gateway_has_captured_becomes_a_refund(cast: Cast) -> None:
    """M4"""
    payment = cast.order().payment
    Payment.objects.filter(pk=payment.pk).update(status="void_pending")
    pk = queue_operation(payment, kind="void", amount=payment.authorised, at=database_now())
    SandboxCharge.objects.filter(reference=payment.gateway_reference).update(captured=payment.authorised)
    assert execute(pk) == State.SUPERSEDED
    assert execute(PaymentOperation.objects.get(kind="refund").pk) == State.DONE
    assert Payment.objects.get(pk=payment.pk).status == "refunded"


def test_a_key_that_is_too_old_is_looked_up_first_and_then_made_anew(cast: Cast) -> None:
    """M4"""
    operation = refund(cast)
    long_ago = database_now() - timedelta(hours=21)
    PaymentOperation.objects.filter(pk=operation.pk).update(state="unknown", sent_at=long_ago)
    assert execute(operation.pk) == State.DONE
    assert PaymentOperation.objects.get(pk=operation.pk).key != operation.key
