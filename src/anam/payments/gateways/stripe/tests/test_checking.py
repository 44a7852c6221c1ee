"""`anam check-payments`: what is right, what is not, and what to do."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from anam.clock import database_now
from anam.payments.gateways.stripe import checking
from anam.payments.gateways.stripe.tests.factories import AtStripe
from anam.payments.models import GatewayEvent, Payment

URL = "https://orders.example/payments/stripe/webhook/"
OURS = "whsec_ours_0123456789"


@pytest.fixture(autouse=True)
def _here(settings: Any) -> None:
    settings.SITE_URL = "https://orders.example"
    settings.STRIPE_WEBHOOK_SECRETS = [OURS]


def checked() -> tuple[bool, str]:
    """Whether all is right, and what is said."""
    said = StringIO()
    try:
        call_command("check_payments", stdout=said)
    except CommandError as wrong:
        return False, f"{said.getvalue()}{wrong}"
    return True, said.getvalue()


def test_all_is_right(at_stripe: AtStripe) -> None:
    at_stripe.stand_in.webhooks.paused = True
    at_stripe.stand_in.add_endpoint(URL)
    right, said = checked()
    assert right, said
    assert "Stripe takes the key." in said
    assert "It is a key of the test mode: no money moves." in said
    assert "The account is acct_standin (The stand-in), and can take payments." in said
    assert f"Stripe tells {URL} what happens." in said
    assert "No event has come yet" in said
    GatewayEvent.objects.create(gateway="stripe", event_id="evt_1", received_at=database_now())
    assert "The last event was taken on" in checked()[1]


@pytest.mark.parametrize(
    ("setting", "value", "words"),
    [
        ("STRIPE_SECRET_KEY", "", "ANAM_STRIPE_SECRET_KEY is not set"),
        ("STRIPE_SECRET_KEY", "sk_test_nobodys", "Stripe does not know this key"),
        ("STRIPE_SECRET_KEY", "sk_live_standin", "a live key, and this is a demo"),
        ("PRODUCTION", True, "a key of the test mode, and this is production"),
        ("STRIPE_URL", "http://127.0.0.1:9", "Stripe does not answer at http://127.0.0.1:9"),
        ("STRIPE_WEBHOOK_SECRETS", [], f"Add {URL} at Stripe"),
        ("PAYMENT_GATEWAY", "", "ANAM_GATEWAY is not set"),
    ],
)
def test_what_is_wrong_is_said_with_what_to_do(
    at_stripe: AtStripe, settings: Any, setting: str, value: Any, words: str
) -> None:
    at_stripe.stand_in.webhooks.paused = True
    at_stripe.stand_in.add_endpoint(URL)
    setattr(settings, setting, value)
    right, said = checked()
    assert not right
    assert words in said
    assert "standin" not in said.replace("acct_standin", "")
    assert OURS not in said


def test_an_account_that_cannot_take_payments(at_stripe: AtStripe) -> None:
    at_stripe.stand_in.account().charges_enabled = False
    right, said = checked()
    assert not right
    assert "It cannot take payments yet" in said


def test_payments_of_another_account_wait(at_stripe: AtStripe) -> None:
    """M1"""
    at_stripe.authorised()
    Payment.objects.update(gateway_account="acct_before")
    right, said = checked()
    assert not right
    assert "1 payment made in acct_before, test mode, cannot be asked about" in said


def test_an_endpoint_that_is_not_there_is_disabled_or_hears_too_little(at_stripe: AtStripe) -> None:
    at_stripe.stand_in.webhooks.paused = True
    assert f"Stripe has no webhook endpoint {URL}" in checked()[1]
    at_stripe.stand_in.add_endpoint(URL, events=["payment_intent.succeeded"])
    right, said = checked()
    assert not right
    assert "is not told of payment_intent.amount_capturable_updated" in said
    at_stripe.stand_in.account().endpoints[0]["status"] = "disabled"
    assert "is disabled" in checked()[1]


def test_a_secret_of_another_endpoint_shows_by_what_could_not_be_delivered(
    at_stripe: AtStripe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "_ON_THEIR_WAY_SECONDS", -60)
    at_stripe.stand_in.webhooks.paused = True
    at_stripe.stand_in.add_endpoint(URL)
    at_stripe.captured()
    right, said = checked()
    assert not right
    assert "Stripe could not deliver 2 events since the last one that was taken." in said
    GatewayEvent.objects.create(gateway="stripe", event_id="evt_1", received_at=database_now())
    assert checked()[0]


def test_a_sandbox_says_what_it_is(db: None) -> None:
    assert checked() == (True, "right  The gateway is the sandbox: every card is made up, and no money moves.\n")
