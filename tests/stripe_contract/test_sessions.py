"""Checkout Sessions: pages at Stripe's, which save a card or take a payment."""

import time

import pytest
from stripe import InvalidRequestError

from tests.stripe_contract.api import Api, new_key


def test_a_session_that_saves_a_card_is_a_page_and_a_setup_intent(api: Api) -> None:
    session = api.session(client_reference_id="basket-5", metadata={"basket": "5"})
    assert (session.mode, session.status, session.payment_status) == ("setup", "open", "no_payment_required")
    assert session.url.startswith("http")
    assert session.payment_intent is None
    assert (session.client_reference_id, session.metadata["basket"]) == ("basket-5", "5")
    intent = api.v1.setup_intents.retrieve(session.setup_intent)
    assert (intent.status, intent.usage) == ("requires_payment_method", "off_session")
    assert intent.customer == session.customer


def test_a_session_that_takes_a_payment_has_no_intent_before_somebody_tries(api: Api) -> None:
    session = api.session("payment", payment_intent_data={"capture_method": "manual", "transfer_group": "basket-5"})
    assert (session.status, session.payment_status, session.amount_total) == ("open", "unpaid", 4_200)
    assert (session.payment_intent, session.setup_intent) == (None, None)


def test_a_session_lives_for_a_day_if_nothing_is_said(api: Api) -> None:
    session = api.session()
    assert 86_000 < session.expires_at - session.created <= 86_400


@pytest.mark.parametrize("seconds", [600, 90_000])
def test_a_session_lives_for_half_an_hour_at_least_and_for_a_day_at_most(api: Api, seconds: int) -> None:
    with pytest.raises(InvalidRequestError) as refused:
        api.session(expires_at=int(time.time()) + seconds)
    assert refused.value.param == "expires_at"


def test_an_expired_session_has_no_page(api: Api) -> None:
    session = api.session("payment")
    expired = api.v1.checkout.sessions.expire(session.id, {}, new_key())
    assert (expired.status, expired.url) == ("expired", None)
    assert api.v1.checkout.sessions.retrieve(session.id).status == "expired"
    with pytest.raises(InvalidRequestError) as refused:
        api.v1.checkout.sessions.expire(session.id, {}, new_key())
    assert "expired" in str(refused.value)


@pytest.mark.parametrize(
    ("mode", "more"),
    [
        (
            "setup",
            {"line_items": [{"price_data": {"currency": "usd", "unit_amount": 1, "product_data": {"name": "x"}}}]},
        ),
        ("setup", {"payment_intent_data": {"capture_method": "manual"}}),
        ("payment", {"setup_intent_data": {"description": "x"}}),
        ("payment", {"success_url": "not an address"}),
        ("payment", {"customer_email": "ines@harbor.example"}),
        ("payment", {"ui_mode": "hosted"}),
    ],
)
def test_what_does_not_go_together_is_refused(api: Api, mode: str, more: dict[str, object]) -> None:
    with pytest.raises(InvalidRequestError):
        api.session(mode, **more)


def test_the_setup_intent_of_a_session_is_the_sessions(api: Api) -> None:
    session = api.session()
    with pytest.raises(InvalidRequestError):
        api.v1.setup_intents.cancel(session.setup_intent, {}, new_key())


def test_setup_needs_a_currency_or_the_kinds_of_payment(api: Api) -> None:
    values = {"mode": "setup", "success_url": "https://shop.example/"}
    with pytest.raises(InvalidRequestError):
        api.v1.checkout.sessions.create(values, new_key())
    made = api.v1.checkout.sessions.create({**values, "allowed_payment_method_types": ["card"]}, new_key())
    assert made.payment_method_types == ["card"]
