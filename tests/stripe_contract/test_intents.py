"""One intent for an order: nothing moves before it is confirmed; it is captured once, or cancelled."""

import pytest
from stripe import InvalidRequestError

from tests.stripe_contract.api import Api, new_key

HOUR, DAY = 3600, 86_400


def test_creating_an_intent_moves_nothing(api_or_local: Api) -> None:
    intent = api_or_local.intent()
    assert intent.status == "requires_confirmation"
    assert intent.latest_charge is None
    assert intent.amount == 10_000


def test_a_confirmed_intent_is_authorised_and_not_captured(api_or_local: Api) -> None:
    intent = api_or_local.authorised()
    assert intent.capture_method == "manual"
    assert api_or_local.v1.payment_intents.retrieve(intent.id).status == "requires_capture"


def test_an_intent_is_found_again_by_its_id_with_our_order_in_it(api: Api) -> None:
    made = api.intent(metadata={"order": "1001", "operation": "77"}, transfer_group="basket-5")
    found = api.v1.payment_intents.retrieve(made.id)
    assert (found.metadata["order"], found.metadata["operation"]) == ("1001", "77")
    assert found.transfer_group == "basket-5"
    assert found.livemode is False
    charge = api.charge_of(api.confirm(made.id))
    assert charge.transfer_group == "basket-5"
    assert charge.metadata["order"] == "1001"


def test_an_authorisation_says_when_it_ends(api: Api) -> None:
    """M6."""
    charge = api.charge_of(api.authorised())
    assert charge.payment_method_details
    assert charge.payment_method_details.card
    ends = charge.payment_method_details.card.capture_before
    assert ends is not None
    assert 4 * DAY + 17 * HOUR < ends - charge.created <= 7 * DAY
    assert (charge.captured, charge.amount_captured) == (False, 0)


def test_capturing_takes_all(api_or_local: Api) -> None:
    intent = api_or_local.captured()
    assert intent.status == "succeeded"
    assert api_or_local.v1.payment_intents.retrieve(intent.id).status == "succeeded"


def test_capturing_a_part_releases_the_rest_and_is_no_refund(api: Api) -> None:
    """M5, M7."""
    intent = api.capture(api.authorised(10_000).id, 7_500)
    assert (intent.status, intent.amount_received, intent.amount_capturable) == ("succeeded", 7_500, 0)
    charge = api.charge_of(intent)
    assert (charge.amount, charge.amount_captured, charge.amount_refunded) == (10_000, 7_500, 0)
    assert charge.refunded is False
    assert api.v1.refunds.list({"payment_intent": intent.id}).data == []


def test_nothing_is_captured_twice(api: Api) -> None:
    """M4: the refusal says in which state the intent is."""
    intent = api.captured()
    with pytest.raises(InvalidRequestError) as refused:
        api.capture(intent.id)
    assert refused.value.code == "payment_intent_unexpected_state"
    assert refused.value.error
    assert refused.value.error.payment_intent
    assert refused.value.error.payment_intent.status == "succeeded"


def test_no_more_is_captured_than_was_authorised(api: Api) -> None:
    intent = api.authorised(10_000)
    with pytest.raises(InvalidRequestError) as refused:
        api.capture(intent.id, 10_001)
    assert refused.value.http_status == 400
    assert api.v1.payment_intents.retrieve(intent.id).status == "requires_capture"


def test_cancelling_releases_the_money_and_makes_no_refund(api: Api) -> None:
    intent = api.authorised()
    cancelled = api.v1.payment_intents.cancel(intent.id, {"cancellation_reason": "requested_by_customer"}, new_key())
    assert (cancelled.status, cancelled.cancellation_reason) == ("canceled", "requested_by_customer")
    assert cancelled.amount_capturable == 0
    charge = api.charge_of(cancelled)
    assert (charge.captured, charge.refunded, charge.amount_refunded) == (False, False, 0)
    assert api.v1.refunds.list({"payment_intent": intent.id}).data == []


def test_an_intent_that_nobody_confirmed_can_be_cancelled(api_or_local: Api) -> None:
    assert api_or_local.cancel(api_or_local.intent().id).status == "canceled"


def test_cancelling_again_is_refused_and_says_that_it_is_cancelled(api: Api) -> None:
    intent = api.cancel(api.authorised().id)
    with pytest.raises(InvalidRequestError) as refused:
        api.cancel(intent.id)
    assert refused.value.code == "payment_intent_unexpected_state"
    assert refused.value.error
    assert refused.value.error.payment_intent
    assert refused.value.error.payment_intent.status == "canceled"


def test_what_was_captured_cannot_be_cancelled(api: Api) -> None:
    intent = api.captured()
    with pytest.raises(InvalidRequestError) as refused:
        api.cancel(intent.id)
    assert refused.value.code == "payment_intent_unexpected_state"
    assert refused.value.error
    assert refused.value.error.payment_intent
    assert refused.value.error.payment_intent.status == "succeeded"


@pytest.mark.parametrize("verb", ["capture", "confirm"])
def test_what_was_cancelled_can_neither_be_captured_nor_confirmed(api: Api, verb: str) -> None:
    intent = api.cancel(api.authorised().id)
    with pytest.raises(InvalidRequestError) as refused:
        getattr(api, verb)(intent.id)
    assert refused.value.code == "payment_intent_unexpected_state"
    assert refused.value.error
    assert refused.value.error.payment_intent
    assert refused.value.error.payment_intent.status == "canceled"


def test_an_intent_is_confirmed_once(api: Api) -> None:
    intent = api.authorised()
    with pytest.raises(InvalidRequestError) as refused:
        api.confirm(intent.id)
    assert refused.value.code == "payment_intent_unexpected_state"
    assert refused.value.error
    assert refused.value.error.payment_intent
    assert refused.value.error.payment_intent.status == "requires_capture"


def test_an_intent_without_a_card_cannot_be_confirmed(api: Api) -> None:
    values = {"amount": 5_000, "currency": "usd", "capture_method": "manual", **api.cards_only}
    intent = api.v1.payment_intents.create(values, new_key())
    assert intent.status == "requires_payment_method"
    with pytest.raises(InvalidRequestError) as refused:
        api.v1.payment_intents.confirm(intent.id, {}, new_key())
    assert refused.value.code == "payment_intent_unexpected_state"


def test_metadata_can_be_changed_after_the_capture_and_the_amount_cannot(api: Api) -> None:
    intent = api.captured(metadata={"order": "1001", "note": "gone"})
    changed = api.v1.payment_intents.update(intent.id, {"metadata": {"note": "", "operation": "78"}}, new_key())
    assert changed.metadata.to_dict() == {"order": "1001", "operation": "78"}
    with pytest.raises(InvalidRequestError):
        api.v1.payment_intents.update(intent.id, {"amount": 9_000}, new_key())


def test_the_charge_stands_in_the_intent_where_it_is_asked_for(api: Api) -> None:
    intent = api.authorised()
    found = api.v1.payment_intents.retrieve(intent.id, {"expand": ["latest_charge", "customer"]})
    assert found.latest_charge.payment_intent == intent.id
    assert found.customer.email == "ines@harbor.example"
    with pytest.raises(InvalidRequestError):
        api.v1.payment_intents.retrieve(intent.id, {"expand": ["amount"]})


def test_intents_of_a_customer_are_listed_newest_first(api: Api) -> None:
    first = api.intent()
    values = {"amount": 3_000, "currency": "usd", "customer": first.customer, **api.cards_only}
    second = api.v1.payment_intents.create(values, new_key())
    listed = api.v1.payment_intents.list({"customer": first.customer})
    assert [intent.id for intent in listed.data] == [second.id, first.id]
    page = api.v1.payment_intents.list({"customer": first.customer, "limit": 1})
    assert ([intent.id for intent in page.data], page.has_more) == ([second.id], True)
    page = api.v1.payment_intents.list({"customer": first.customer, "starting_after": second.id})
    assert ([intent.id for intent in page.data], page.has_more) == ([first.id], False)
