"""A key is used for one request, whose first answer is the answer (M4)."""

import pytest
from stripe import CardError, IdempotencyError

from tests.stripe_contract.api import Api, new_key


def test_the_same_request_with_the_same_key_is_answered_as_the_first_time(api: Api) -> None:
    key = new_key()
    values = {"email": "ines@harbor.example"}
    first, second = (api.v1.customers.create(values, key) for _ in range(2))
    assert first.id == second.id
    headers = {name.lower(): value for name, value in second.last_response.headers.items()}
    assert headers["idempotent-replayed"] == "true"


def test_a_refund_with_the_same_key_is_made_once(api: Api) -> None:
    intent = api.captured(10_000)
    key = new_key()
    refunds = {api.v1.refunds.create({"payment_intent": intent.id, "amount": 1_000}, key).id for _ in range(3)}
    assert len(refunds) == 1
    assert api.charge_of(intent).amount_refunded == 1_000


def test_a_key_is_not_for_another_body(api: Api) -> None:
    key = new_key()
    api.v1.customers.create({"email": "ines@harbor.example"}, key)
    with pytest.raises(IdempotencyError) as refused:
        api.v1.customers.create({"email": "otto@weaves.example"}, key)
    assert refused.value.http_status == 400
    assert refused.value.error
    assert refused.value.error.type == "idempotency_error"


def test_a_key_is_not_for_another_call(api: Api) -> None:
    key = new_key()
    customer = api.v1.customers.create({}, key)
    with pytest.raises(IdempotencyError):
        api.v1.customers.update(customer.id, {}, key)


def test_a_decline_is_the_answer_of_its_key_too(api: Api) -> None:
    intent = api.intent(card="pm_card_chargeCustomerFail")
    key = new_key()
    charges = set()
    for _ in range(2):
        with pytest.raises(CardError) as refused:
            api.v1.payment_intents.confirm(intent.id, {"off_session": True}, key)
        assert refused.value.error
        charges.add(refused.value.error.charge)
    assert len(charges) == 1
