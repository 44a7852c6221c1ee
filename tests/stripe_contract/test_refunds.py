"""Captured money goes back once, and never more than there was (M3, M10)."""

import pytest
from stripe import InvalidRequestError, PaymentIntent

from tests.stripe_contract.api import Api, new_key


def refund(api: Api, intent: PaymentIntent, amount: int | None = None, **more: object) -> object:
    values = {"payment_intent": intent.id, **({} if amount is None else {"amount": amount}), **more}
    return api.v1.refunds.create(values, new_key())


def test_all_goes_back(api: Api) -> None:
    intent = api.captured(10_000)
    made = api.v1.refunds.create({"payment_intent": intent.id, "metadata": {"operation": "91"}}, new_key())
    assert (made.amount, made.currency, made.status) == (10_000, "usd", "succeeded")
    assert made.payment_intent == intent.id
    charge = api.charge_of(intent)
    assert (charge.refunded, charge.amount_refunded) == (True, 10_000)
    assert api.v1.payment_intents.retrieve(intent.id).status == "succeeded"


def test_refunds_are_found_by_their_intent_with_our_operation_in_them(api: Api) -> None:
    """M4: this is how a refund is looked up."""
    intent = api.captured(10_000)
    first = api.v1.refunds.create(
        {"payment_intent": intent.id, "amount": 1_000, "metadata": {"operation": "91"}}, new_key()
    )
    second = api.v1.refunds.create(
        {"payment_intent": intent.id, "amount": 2_000, "metadata": {"operation": "92"}}, new_key()
    )
    refund(api, api.captured())
    listed = api.v1.refunds.list({"payment_intent": intent.id, "limit": 100})
    assert [(entry.id, entry.metadata["operation"]) for entry in listed.data] == [(second.id, "92"), (first.id, "91")]
    assert api.v1.refunds.retrieve(first.id).amount == 1_000
    page = api.v1.refunds.list({"payment_intent": intent.id, "limit": 1})
    assert page.has_more is True


def test_no_more_goes_back_than_is_left(api: Api) -> None:
    intent = api.captured(10_000)
    refund(api, intent, 4_000)
    with pytest.raises(InvalidRequestError) as refused:
        refund(api, intent, 6_001)
    assert (refused.value.http_status, refused.value.param) == (400, "amount")
    refund(api, intent, 6_000)
    assert api.charge_of(intent).refunded is True


def test_what_is_all_back_cannot_be_refunded_again(api: Api) -> None:
    intent = api.captured()
    refund(api, intent)
    for amount in (None, 1_000):
        with pytest.raises(InvalidRequestError) as refused:
            refund(api, intent, amount)
        assert refused.value.code == "charge_already_refunded"


def test_no_more_goes_back_than_was_captured(api: Api) -> None:
    intent = api.capture(api.authorised(10_000).id, 7_500)
    with pytest.raises(InvalidRequestError):
        refund(api, intent, 7_501)
    made = api.v1.refunds.create({"payment_intent": intent.id}, new_key())
    assert made.amount == 7_500


@pytest.mark.parametrize("state", ["created", "authorised", "cancelled"])
def test_what_was_never_captured_cannot_be_refunded(api: Api, state: str) -> None:
    intent = api.intent() if state == "created" else api.authorised()
    if state == "cancelled":
        api.cancel(intent.id)
    with pytest.raises(InvalidRequestError) as refused:
        refund(api, intent)
    assert refused.value.http_status == 400


def test_some_refunds_are_pending_first(api: Api) -> None:
    intent = api.captured(card="pm_card_pendingRefund")
    made = api.v1.refunds.create({"payment_intent": intent.id}, new_key())
    assert made.status == "pending"
    with pytest.raises(InvalidRequestError):
        refund(api, intent)


def test_a_refund_has_a_reason_of_stripes_own(api: Api) -> None:
    with pytest.raises(InvalidRequestError):
        refund(api, api.captured(), reason="too heavy")
    made = api.v1.refunds.create({"payment_intent": api.captured().id, "reason": "requested_by_customer"}, new_key())
    assert made.reason == "requested_by_customer"
