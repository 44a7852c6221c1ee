"""Whatever Stripe answers or loses, an operation moves its money once, and both books agree (D7, D8, M4)."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from anam.clock import database_now
from anam.payments.actions.execute import execute
from anam.payments.gateways.stripe import account, client
from anam.payments.gateways.stripe.tests.factories import TOTAL, AtStripe
from anam.payments.models import OperationAttempt, Payment, PaymentOperation
from anam.payments.states import State

CREATE, CONFIRM, CAPTURE, CANCEL = "/v1/payment_intents", "*/confirm", "*/capture", "*/cancel"
REFUNDS = "/v1/refunds"
# What is asked for each kind of operation, by method and path; and the look-up.
STEPS = {
    "authorise": [("POST", CREATE), ("POST", CONFIRM)],
    "capture": [("POST", CAPTURE)],
    "void": [("POST", CANCEL)],
    "refund": [("POST", REFUNDS)],
}
MOVED = {
    "authorise": {"authorised": TOTAL},
    "capture": {"authorised": TOTAL, "captured": TOTAL},
    "void": {"authorised": TOTAL, "voided": TOTAL},
    "refund": {"authorised": TOTAL, "captured": TOTAL, "refunded": TOTAL},
}
DONE_AND_NOT_HEARD = ("lost", "cut", "broken_after")
NOT_DONE = ("unreachable", "rate_limited", "locked", "conflict", "broken", "gateway")


def cases() -> Iterator[tuple[str, str, str, str]]:
    for kind, steps in STEPS.items():
        for method, path in steps:
            for fault in (*DONE_AND_NOT_HEARD, *NOT_DONE):
                yield kind, method, path, fault


@pytest.mark.parametrize(("kind", "method", "path", "fault"), cases())
def test_each_operation_moves_its_money_once(
    at_stripe: AtStripe, kind: str, method: str, path: str, fault: str
) -> None:
    """D7, D8, M4"""
    operation = at_stripe.begun(kind)
    met = at_stripe.stand_in.fail(fault, path, method)
    assert execute(operation.pk) == State.UNKNOWN
    assert met.met == 1
    if path != CREATE:  # of which there is nothing to look up
        at_stripe.stand_in.fail("lost", "*", "GET")
        assert execute(operation.pk) == State.UNKNOWN
    assert at_stripe.until_closed(operation.pk) == State.DONE
    assert execute(operation.pk) == State.DONE
    assert at_stripe.stand_in.sums().by_kind == MOVED[kind]
    assert len([one for one in at_stripe.stand_in.all("payment_intent") if one["status"] == "requires_capture"]) <= 1
    at_stripe.agree()


@pytest.mark.parametrize("kind", ["authorise", "capture", "void"])
def test_an_error_that_stripe_keeps_for_a_day_is_not_waited_for_where_money_can_move_only_once(
    at_stripe: AtStripe, kind: str
) -> None:
    """M4: the key is spent, the next try has its own."""
    operation = at_stripe.begun(kind)
    at_stripe.stand_in.fail("broken", STEPS[kind][-1][1], "POST")
    assert execute(operation.pk) == State.UNKNOWN
    assert execute(operation.pk) == State.DONE
    assert PaymentOperation.objects.get(pk=operation.pk).key != operation.key


def test_whose_the_key_is_may_be_unknown_for_a_while(at_stripe: AtStripe) -> None:
    """M1, M4: nothing was asked with the operation's key, so it is still good."""
    operation = at_stripe.begun("capture")
    account._account_of.cache_clear()
    at_stripe.stand_in.fail("broken", "/v1/account", "GET")
    assert execute(operation.pk) == State.UNKNOWN
    assert execute(operation.pk) == State.DONE
    assert PaymentOperation.objects.get(pk=operation.pk).key == operation.key


def test_a_refund_has_another_key_only_when_stripe_may_have_forgotten_the_first(at_stripe: AtStripe) -> None:
    """M4, D8: something may still come of it, and then there would be two."""
    operation = at_stripe.begun("refund")
    at_stripe.stand_in.fail("broken", REFUNDS, "POST")
    for _ in range(3):
        assert execute(operation.pk) == State.UNKNOWN
    assert PaymentOperation.objects.get(pk=operation.pk).key == operation.key
    assert at_stripe.stand_in.all("refund") == []
    PaymentOperation.objects.filter(pk=operation.pk).update(sent_at=database_now() - timedelta(hours=21))
    assert execute(operation.pk) == State.DONE
    assert PaymentOperation.objects.get(pk=operation.pk).key != operation.key
    at_stripe.agree()


def test_a_refund_that_was_lost_is_found_after_its_key_was_forgotten(at_stripe: AtStripe) -> None:
    """M4: not a second one, a day later."""
    operation = at_stripe.begun("refund")
    at_stripe.stand_in.fail("lost", REFUNDS, "POST")
    execute(operation.pk)
    at_stripe.stand_in.advance(25 * 3600)
    PaymentOperation.objects.filter(pk=operation.pk).update(sent_at=database_now() - timedelta(hours=25))
    assert execute(operation.pk) == State.DONE
    assert len(at_stripe.stand_in.all("refund")) == 1
    at_stripe.agree()


@pytest.mark.parametrize(("kind", "path"), [("authorise", CONFIRM), ("capture", CAPTURE), ("refund", REFUNDS)])
def test_what_comes_after_nobody_waits_for_it_any_more_is_not_done_twice(
    at_stripe: AtStripe, monkeypatch: pytest.MonkeyPatch, kind: str, path: str
) -> None:
    """D7, M4: the look-up finds nothing, the same key is in use, and in the end it is there."""
    operation = at_stripe.begun(kind)
    late = at_stripe.stand_in.fail("late", path, "POST", seconds=600)
    short_of_patience(monkeypatch)
    assert execute(operation.pk) == State.UNKNOWN
    assert late.arrived.wait(60)
    assert execute(operation.pk) == State.UNKNOWN  # 409
    late.released.set()
    monkeypatch.undo()
    client._client.cache_clear()
    assert at_stripe.until_closed(operation.pk, tries=100) == State.DONE
    assert at_stripe.stand_in.sums().by_kind == MOVED[kind]
    at_stripe.agree()


def short_of_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stripe is waited for a moment, instead of for seconds."""
    monkeypatch.setattr(client, "TIMEOUTS", (3.0, 0.3))
    client._client.cache_clear()


def test_an_intent_whose_name_was_never_heard_is_found_by_the_same_key(at_stripe: AtStripe) -> None:
    """M4: and within a day, no second one is made."""
    operation = at_stripe.begun("authorise")
    at_stripe.stand_in.fail("lost", CREATE, "POST")
    assert execute(operation.pk) == State.UNKNOWN
    assert execute(operation.pk) == State.DONE
    assert len(at_stripe.stand_in.all("payment_intent")) == 1


def test_a_worker_that_dies_between_making_and_confirming_looks_it_up_and_confirms_it(at_stripe: AtStripe) -> None:
    """M3, M4: its id was stored, and nothing was held by it."""
    operation = at_stripe.begun("authorise")
    at_stripe.stand_in.fail("unreachable", CONFIRM, "POST")
    assert execute(operation.pk) == State.UNKNOWN
    assert at_stripe.stand_in.movements() == []
    [intent] = at_stripe.stand_in.all("payment_intent")
    assert PaymentOperation.objects.get(pk=operation.pk).reference == intent["id"]
    assert Payment.objects.get(pk=operation.payment_id).gateway_account == "acct_standin"
    assert execute(operation.pk) == State.DONE
    assert len(at_stripe.stand_in.all("payment_intent")) == 1


def test_a_no_that_could_not_be_looked_up_is_no_answer(at_stripe: AtStripe) -> None:
    """M4: it may be a no because it is done already; that is read before it is decided."""
    operation = at_stripe.begun("capture")
    at_stripe.stand_in.engine.key_pattern = None
    at_stripe.stand_in.client().v1.payment_intents.capture(
        operation.payment.gateway_reference, {}, {"idempotency_key": "by hand"}
    )
    at_stripe.stand_in.fail("lost", "/v1/payment_intents/*", "GET")
    assert execute(operation.pk) == State.UNKNOWN
    assert execute(operation.pk) == State.DONE
    outcomes = OperationAttempt.objects.filter(operation=operation).order_by("pk").values_list("outcome", flat=True)
    assert list(outcomes) == ["unknown", "confirmed"]
    at_stripe.agree()
