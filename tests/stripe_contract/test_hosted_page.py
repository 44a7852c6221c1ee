"""The page of a session: a card is typed there, and nowhere else."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from stripe import InvalidRequestError

from tests.stripe_contract.api import Api, new_key
from tests.stripe_stand_in import StandIn


def test_saving_a_card_leads_back_with_the_sessions_id(only: Api, stripe_stand_in: StandIn) -> None:
    session = only.session()
    page = stripe_stand_in.fill(session.url)
    assert page.redirect == f"https://shop.example/back?session={session.id}"
    done = only.v1.checkout.sessions.retrieve(session.id, {"expand": ["setup_intent.payment_method"]})
    assert (done.status, done.payment_status, done.url) == ("complete", "no_payment_required", None)
    method = done.setup_intent.payment_method
    assert (done.setup_intent.status, method.customer, method.card.last4) == ("succeeded", session.customer, "4242")
    assert stripe_stand_in.movements() == []
    told = [event["type"] for event in stripe_stand_in.events()][-3:]
    assert told == ["payment_method.attached", "setup_intent.succeeded", "checkout.session.completed"]


def test_a_card_that_was_saved_there_is_charged_later_while_its_owner_is_away(
    only: Api, stripe_stand_in: StandIn
) -> None:
    """Its bank asked when it was saved, and does not ask again."""
    session = only.session()
    stripe_stand_in.fill(session.url, "4000002500003155")
    card = only.v1.setup_intents.retrieve(session.setup_intent).payment_method
    values = {"amount": 5_000, "currency": "usd", "customer": session.customer, "payment_method": card}
    intent = only.v1.payment_intents.create({**values, "capture_method": "manual", **only.cards_only}, new_key())
    assert only.confirm(intent.id).status == "requires_capture"


def test_paying_there_authorises_one_order(only: Api, stripe_stand_in: StandIn) -> None:
    data = {"capture_method": "manual", "transfer_group": "basket-5", "metadata": {"order": "1001"}}
    session = only.session("payment", payment_intent_data=data)
    assert stripe_stand_in.fill(session.url).redirect
    done = only.v1.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent"]})
    intent = done.payment_intent
    assert (done.status, done.payment_status, intent.status) == ("complete", "unpaid", "requires_capture")
    assert (intent.amount, intent.transfer_group, intent.metadata["order"]) == (4_200, "basket-5", "1001")
    only.capture(intent.id)
    assert only.v1.checkout.sessions.retrieve(session.id).payment_status == "paid"


@pytest.mark.parametrize("mode", ["setup", "payment"])
@pytest.mark.parametrize(
    ("card", "words"),
    [
        ("4000000000000002", "Your card was declined."),
        ("4000000000009995", "insufficient funds"),
        ("4000000000000069", "expired"),
        ("4242424242424241", "number is incorrect"),
        ("4000000000000010", "non test card"),
    ],
)
def test_a_refused_card_is_said_on_the_page_and_another_may_be_tried(
    only: Api, stripe_stand_in: StandIn, mode: str, card: str, words: str
) -> None:
    session = only.session(mode)
    refused = stripe_stand_in.fill(session.url, card)
    assert words in refused.error
    assert only.v1.checkout.sessions.retrieve(session.id).status == "open"
    assert stripe_stand_in.fill(session.url).redirect


@pytest.mark.parametrize("mode", ["setup", "payment"])
def test_somebody_who_cannot_authenticate_is_back_at_the_form(only: Api, stripe_stand_in: StandIn, mode: str) -> None:
    session = only.session(mode)
    refused = stripe_stand_in.fill(session.url, "4000002760003184", authenticate=False)
    assert "unable to authenticate" in refused.error
    assert stripe_stand_in.fill(session.url, "4000002760003184", authenticate=True).redirect


def test_a_page_that_is_done_or_expired_takes_nothing(only: Api, stripe_stand_in: StandIn) -> None:
    done, expired = only.session("payment"), only.session("payment")
    stripe_stand_in.fill(done.url)
    only.v1.checkout.sessions.expire(expired.id, {}, new_key())
    assert stripe_stand_in.fill(done.url).title == "You’re all done here"
    assert stripe_stand_in.fill(expired.url).title == "Session expired"
    assert [charge["payment_intent"] for charge in stripe_stand_in.all("charge")] == [
        only.v1.checkout.sessions.retrieve(done.id).payment_intent
    ]


def test_expiring_a_session_cancels_what_was_tried_there(only: Api, stripe_stand_in: StandIn) -> None:
    session = only.session("payment", payment_intent_data={"capture_method": "manual"})
    stripe_stand_in.fill(session.url, "4000000000000002")
    tried = only.v1.checkout.sessions.retrieve(session.id).payment_intent
    assert tried
    with pytest.raises(InvalidRequestError):
        only.cancel(tried)
    only.v1.checkout.sessions.expire(session.id, {}, new_key())
    assert only.v1.payment_intents.retrieve(tried).status == "canceled"


def test_a_session_that_was_paid_at_the_last_moment_cannot_be_expired_and_its_intent_can_be_cancelled(
    only: Api, stripe_stand_in: StandIn
) -> None:
    session = only.session("payment", payment_intent_data={"capture_method": "manual"})
    stripe_stand_in.fill(session.url)
    with pytest.raises(InvalidRequestError) as refused:
        only.v1.checkout.sessions.expire(session.id, {}, new_key())
    assert "complete" in str(refused.value)
    intent = only.v1.checkout.sessions.retrieve(session.id).payment_intent
    assert only.cancel(intent).status == "canceled"


def test_terms_that_must_be_agreed_to_are(only: Api, stripe_stand_in: StandIn) -> None:
    session = only.session(
        consent_collection={"terms_of_service": "required"},
        custom_text={"submit": {"message": "Charged when each order ships."}},
    )
    assert "agree" in stripe_stand_in.fill(session.url).error
    assert stripe_stand_in.fill(session.url, agrees="1").redirect
    assert only.v1.checkout.sessions.retrieve(session.id).consent.terms_of_service == "accepted"


@pytest.fixture
def chromium_page(request: pytest.FixtureRequest) -> Iterator[Any]:
    chromium: Browser = request.getfixturevalue("chromium")
    context = chromium.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.mark.browser
def test_a_real_browser_pays_without_scripts(only: Api, stripe_stand_in: StandIn, chromium_page: Any) -> None:
    back = f"{stripe_stand_in.url}/?session={{CHECKOUT_SESSION_ID}}"
    words = {"submit": {"message": "Charged when this ships."}}
    session = only.session("payment", success_url=back, cancel_url=f"{stripe_stand_in.url}/?basket", custom_text=words)
    page = chromium_page
    page.goto(session.url)
    expect(page.get_by_role("heading", name="Pay 42.00 USD")).to_be_visible()
    expect(page.get_by_text("Charged when this ships.")).to_be_visible()
    page.get_by_role("link", name="Cancel").click()
    assert page.url.endswith("/?basket")
    page.goto(session.url)
    page.get_by_label("Card number").fill("4000 0027 6000 3184")
    page.get_by_role("button", name="Pay").click()
    page.get_by_role("button", name="Complete authentication").click()
    assert page.url.endswith(f"/?session={session.id}")
    assert only.v1.checkout.sessions.retrieve(session.id).payment_status == "paid"
