"""The bank says no, and the intent waits for another card."""

import pytest
from stripe import CardError, InvalidRequestError

from tests.stripe_contract.api import Api, new_key


@pytest.mark.parametrize(
    ("card", "code", "decline_code"),
    [
        ("pm_card_chargeCustomerFail", "card_declined", "generic_decline"),
        ("pm_card_visa_chargeDeclined", "card_declined", "generic_decline"),
        ("pm_card_visa_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds"),
        ("pm_card_chargeDeclinedExpiredCard", "expired_card", None),
        ("pm_card_chargeDeclinedProcessingError", "processing_error", None),
    ],
)
def test_a_declined_card_leaves_an_intent_that_waits_for_another(
    api: Api, card: str, code: str, decline_code: str | None
) -> None:
    intent = api.v1.payment_intents.create(
        {"amount": 5_000, "currency": "usd", "capture_method": "manual", **api.cards_only}, new_key()
    )
    with pytest.raises(CardError) as refused:
        api.v1.payment_intents.confirm(intent.id, {"payment_method": card}, new_key())
    assert refused.value.http_status == 402
    assert refused.value.error
    assert (refused.value.code, refused.value.error.decline_code) == (code, decline_code)
    assert refused.value.error.payment_intent
    assert refused.value.error.payment_intent.id == intent.id
    now = api.v1.payment_intents.retrieve(intent.id)
    assert (now.status, now.last_payment_error.code) == ("requires_payment_method", code)
    assert api.charge_of(now).status == "failed"


def test_an_intent_that_was_declined_takes_another_card(api: Api) -> None:
    customer = api.customer().id
    values = {"amount": 5_000, "currency": "usd", "capture_method": "manual", "customer": customer, **api.cards_only}
    values["payment_method"] = api.attached_card(customer, "pm_card_chargeCustomerFail")
    intent = api.v1.payment_intents.create(values, new_key())
    with pytest.raises(CardError):
        api.confirm(intent.id)
    again = api.confirm(intent.id, payment_method=api.attached_card(customer))
    assert (again.status, again.last_payment_error) == ("requires_capture", None)


def test_a_bank_that_wants_to_see_its_customer_declines_while_they_are_away(api: Api) -> None:
    """M6: only a link helps then."""
    intent = api.intent(card="pm_card_authenticationRequired")
    with pytest.raises(CardError) as refused:
        api.confirm(intent.id)
    assert refused.value.code == "authentication_required"
    assert api.v1.payment_intents.retrieve(intent.id).status == "requires_payment_method"


def test_a_bank_that_may_not_ask_its_customer_declines(api: Api) -> None:
    intent = api.intent(card="pm_card_authenticationRequired")
    with pytest.raises(CardError) as refused:
        api.v1.payment_intents.confirm(intent.id, {"error_on_requires_action": True}, new_key())
    assert refused.value.code == "authentication_required"


def test_a_bank_that_asks_its_customer_waits_for_them(api: Api) -> None:
    intent = api.intent(card="pm_card_authenticationRequired")
    waiting = api.v1.payment_intents.confirm(intent.id, {}, new_key())
    assert (waiting.status, waiting.amount_capturable) == ("requires_action", 0)
    assert api.cancel(intent.id).status == "canceled"


def test_a_card_that_can_be_saved_may_be_declined_when_it_is_charged(api: Api) -> None:
    customer = api.customer().id
    card = api.saved_card(customer, "pm_card_chargeCustomerFail")
    values = {"amount": 5_000, "currency": "usd", "customer": customer, "payment_method": card, **api.cards_only}
    intent = api.v1.payment_intents.create(values, new_key())
    with pytest.raises(CardError) as refused:
        api.confirm(intent.id)
    assert refused.value.code == "card_declined"


def test_a_refused_card_is_not_saved(api: Api) -> None:
    with pytest.raises(CardError) as refused:
        api.saved_card(api.customer().id, "pm_card_chargeDeclined")
    assert refused.value.code == "card_declined"


def test_a_card_that_was_set_up_is_charged_while_its_owner_is_away(api: Api) -> None:
    customer = api.customer().id
    card = api.saved_card(customer)
    assert api.v1.payment_methods.retrieve(card).customer == customer
    values = {"amount": 5_000, "currency": "usd", "capture_method": "manual", "customer": customer, **api.cards_only}
    intent = api.v1.payment_intents.create({**values, "payment_method": card}, new_key())
    assert api.confirm(intent.id).status == "requires_capture"
    listed = api.v1.customers.payment_methods.list(customer, {"type": "card"})
    assert [method.id for method in listed.data] == [card]


def test_a_card_is_charged_for_its_own_customer_alone(api: Api) -> None:
    card = api.attached_card(api.customer().id)
    values = {"amount": 5_000, "currency": "usd", "payment_method": card, **api.cards_only}
    with pytest.raises(InvalidRequestError):
        api.v1.payment_intents.create({**values, "customer": api.customer().id, "confirm": True}, new_key())
    with pytest.raises(InvalidRequestError):
        api.v1.payment_intents.create({**values, "confirm": True}, new_key())


def test_a_card_that_was_taken_off_its_customer_cannot_be_used_again(api: Api) -> None:
    customer = api.customer().id
    card = api.attached_card(customer)
    assert api.v1.payment_methods.detach(card, {}, new_key()).customer is None
    with pytest.raises(InvalidRequestError):
        api.v1.payment_methods.attach(card, {"customer": customer}, new_key())
