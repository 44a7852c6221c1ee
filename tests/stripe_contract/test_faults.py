"""What may go wrong between us and Stripe, as the stand-in does it on demand."""

import threading

import pytest
from stripe import (
    APIConnectionError,
    APIError,
    CardError,
    IdempotencyError,
    RateLimitError,
    StripeError,
)

from tests.conftest import wait_for
from tests.stripe_contract.api import Api, new_key
from tests.stripe_stand_in import StandIn

REFUNDS = "/v1/refunds"


@pytest.mark.parametrize("kind", ["lost", "cut", "broken_after"])
def test_it_may_be_done_and_nobody_hears_of_it(only: Api, stripe_stand_in: StandIn, kind: str) -> None:
    """M4: unknown. A look-up by the intent finds it."""
    intent = only.captured(10_000)
    fault = stripe_stand_in.fail(kind, REFUNDS)
    with pytest.raises((APIConnectionError, APIError)):
        only.v1.refunds.create(
            {"payment_intent": intent.id, "amount": 1_000, "metadata": {"operation": "9"}}, new_key()
        )
    assert fault.met == 1
    [found] = only.v1.refunds.list({"payment_intent": intent.id}).data
    assert (found.amount, found.metadata["operation"]) == (1_000, "9")


@pytest.mark.parametrize("kind", ["lost", "cut"])
def test_what_was_lost_is_answered_to_the_same_key_and_done_once(
    only: Api, stripe_stand_in: StandIn, kind: str
) -> None:
    intent, key = only.captured(10_000), new_key()
    stripe_stand_in.fail(kind, REFUNDS)
    with pytest.raises(APIConnectionError):
        only.v1.refunds.create({"payment_intent": intent.id}, key)
    assert only.v1.refunds.create({"payment_intent": intent.id}, key).amount == 10_000
    assert len(stripe_stand_in.all("refund")) == 1


@pytest.mark.parametrize(
    ("kind", "error", "status"),
    [
        ("unreachable", APIConnectionError, None),
        ("rate_limited", RateLimitError, 429),
        ("locked", RateLimitError, 429),
        ("conflict", APIError, 409),
        ("gateway", APIError, 502),
    ],
)
def test_it_may_not_be_done_and_the_key_is_as_good_as_new(
    only: Api, stripe_stand_in: StandIn, kind: str, error: type[StripeError], status: int | None
) -> None:
    intent, key = only.captured(10_000), new_key()
    stripe_stand_in.fail(kind, REFUNDS)
    with pytest.raises(error) as caught:
        only.v1.refunds.create({"payment_intent": intent.id}, key)
    assert caught.value.http_status == status
    assert stripe_stand_in.all("refund") == []
    assert only.v1.refunds.create({"payment_intent": intent.id}, key).status == "succeeded"


@pytest.mark.parametrize(("kind", "done"), [("broken", 0), ("broken_after", 1)])
def test_a_500_is_the_answer_of_its_key_for_a_day(only: Api, stripe_stand_in: StandIn, kind: str, done: int) -> None:
    """M4: the same key gives the same 500, whether or not anything was done."""
    intent, key = only.captured(10_000), new_key()
    stripe_stand_in.fail(kind, REFUNDS)
    for _ in range(3):
        with pytest.raises(APIError) as caught:
            only.v1.refunds.create({"payment_intent": intent.id}, key)
        assert caught.value.http_status == 500
    assert len(stripe_stand_in.all("refund")) == done
    stripe_stand_in.advance(86_400)
    if not done:
        assert only.v1.refunds.create({"payment_intent": intent.id}, key).status == "succeeded"


def test_a_capture_may_be_refused_by_the_bank(only: Api, stripe_stand_in: StandIn) -> None:
    """M11."""
    intent = only.authorised()
    stripe_stand_in.fail("refused", "*/capture", status=402, code="card_declined")
    with pytest.raises(CardError) as refused:
        only.capture(intent.id)
    assert refused.value.code == "card_declined"
    assert only.v1.payment_intents.retrieve(intent.id).status == "requires_capture"


def test_an_answer_may_be_slow_and_the_deed_is_done_before_it(only: Api, stripe_stand_in: StandIn) -> None:
    intent = only.captured(10_000)
    fault = stripe_stand_in.fail("slow", REFUNDS, seconds=600)
    with pytest.raises(APIConnectionError):
        stripe_stand_in.client(timeout=0.1).v1.refunds.create({"payment_intent": intent.id}, new_key())
    assert fault.arrived.wait(60)
    assert len(stripe_stand_in.all("refund")) == 1


def test_a_deed_may_come_after_nobody_waits_for_it_any_more(only: Api, stripe_stand_in: StandIn) -> None:
    """The look-up finds nothing, and then there is something all the same."""
    intent, key = only.captured(10_000), new_key()
    fault = stripe_stand_in.fail("late", REFUNDS, seconds=600)
    with pytest.raises(APIConnectionError):
        stripe_stand_in.client(timeout=0.1).v1.refunds.create({"payment_intent": intent.id}, key)
    assert fault.arrived.wait(60)
    assert only.v1.refunds.list({"payment_intent": intent.id}).data == []
    with pytest.raises(APIError) as in_use:
        only.v1.refunds.create({"payment_intent": intent.id}, key)
    assert in_use.value.http_status == 409
    assert in_use.value.error
    assert in_use.value.error.code == "idempotency_key_in_use"
    fault.released.set()
    wait_for(lambda: stripe_stand_in.all("refund"))
    wait_for(lambda: len(stripe_stand_in.requests("POST", REFUNDS)) == 2)
    assert only.v1.refunds.create({"payment_intent": intent.id}, key).amount == 10_000
    assert len(stripe_stand_in.all("refund")) == 1


def test_a_fault_is_met_by_as_many_requests_as_it_was_told(only: Api, stripe_stand_in: StandIn) -> None:
    fault = stripe_stand_in.fail("rate_limited", "/v1/customers*", "GET", times=2)
    only.customer()
    for _ in range(2):
        with pytest.raises(RateLimitError):
            only.v1.customers.list()
    assert len(only.v1.customers.list().data) == 1
    assert fault.met == 2
    with pytest.raises(ValueError, match="no fault is called"):
        stripe_stand_in.fail("odd")


def test_two_at_once_with_one_key_are_one(only: Api, stripe_stand_in: StandIn) -> None:
    intent, key = only.captured(10_000), new_key()
    answers: list[object] = []

    def make_refund() -> None:
        try:
            answers.append(stripe_stand_in.client().v1.refunds.create({"payment_intent": intent.id}, key).id)
        except (APIError, IdempotencyError) as error:
            answers.append(error.http_status)

    threads = [threading.Thread(target=make_refund) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    [refund] = stripe_stand_in.all("refund")
    assert set(answers) <= {refund["id"], 409}
    assert refund["id"] in answers


def test_two_at_once_with_two_keys_take_no_more_than_there_is(only: Api, stripe_stand_in: StandIn) -> None:
    intent = only.captured(10_000)
    threads = [threading.Thread(target=lambda: _try_refund(stripe_stand_in, intent.id, 6_000)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert stripe_stand_in.sums(intent.id).by_kind["refunded"] == 6_000


def _try_refund(stand_in: StandIn, intent: str, amount: int) -> None:
    try:
        stand_in.client().v1.refunds.create({"payment_intent": intent, "amount": amount}, new_key())
    except StripeError as error:
        assert error.http_status == 400  # noqa: PT017 - of several that run at once, all but one are refused


def test_it_can_be_away_and_come_back_with_all_that_it_knew(only: Api, stripe_stand_in: StandIn) -> None:
    intent = only.authorised()
    url = stripe_stand_in.url
    stripe_stand_in.stop()
    with pytest.raises(APIConnectionError):
        only.v1.payment_intents.retrieve(intent.id)
    stripe_stand_in.start()
    assert stripe_stand_in.url == url
    assert only.v1.payment_intents.retrieve(intent.id).status == "requires_capture"
