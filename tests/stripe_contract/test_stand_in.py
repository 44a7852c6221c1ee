"""The stand-in itself: its books, its modes, its strictness, and that it cannot flatter us."""

import http.client
import inspect
import json
import re
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

import pytest
import stripe
from stripe import APIError, InvalidRequestError

from tests.stripe_contract.api import Api, new_key
from tests.stripe_stand_in import StandIn
from tests.stripe_stand_in.books import Movement, sums
from tests.stripe_stand_in.cards import TEST_CARDS
from tests.stripe_stand_in.routes import ROUTES

ROOT = Path(__file__).parents[2]


# Its books


def test_the_books_add_up_whatever_happens_to_a_payment(only: Api, stripe_stand_in: StandIn) -> None:
    """M7: authorised = captured + voided + expired + what is still reserved."""
    part = only.capture(only.authorised(10_000).id, 7_500)
    only.v1.refunds.create({"payment_intent": part.id, "amount": 500}, new_key())
    only.cancel(only.authorised(2_000).id)
    still = only.authorised(3_000)
    assert stripe_stand_in.sums(part.id).by_kind == {
        "authorised": 10_000,
        "captured": 7_500,
        "voided": 2_500,
        "refunded": 500,
    }
    whole = stripe_stand_in.sums()
    assert (whole.reserved, whole.received) == (3_000, 7_000)
    assert [movement.kind for movement in stripe_stand_in.movements(still.id)] == ["authorised"]
    assert only.v1.balance.retrieve().available[0].amount == 7_000


def test_sums_are_of_one_currency() -> None:
    movements = [Movement("captured", "pi_1", 1, currency, "ch_1", 0) for currency in ("usd", "eur")]
    with pytest.raises(ValueError, match="several currencies"):
        sums(movements)


def test_what_is_disputed_cannot_be_refunded_until_it_is_won(only: Api, stripe_stand_in: StandIn) -> None:
    intent = only.captured(10_000)
    dispute = stripe_stand_in.dispute(intent.id, amount=4_000)
    assert only.charge_of(intent).disputed is True
    for amount in (10_000, 1_000):
        with pytest.raises(InvalidRequestError) as refused:
            only.v1.refunds.create({"payment_intent": intent.id, "amount": amount}, new_key())
        assert refused.value.code == "charge_disputed"
    assert stripe_stand_in.sums(intent.id).received == 6_000
    [listed] = only.v1.disputes.list({"payment_intent": intent.id}).data
    assert (listed.id, listed.status, listed.amount) == (dispute["id"], "needs_response", 4_000)
    stripe_stand_in.close_dispute(dispute["id"], won=True)
    assert only.v1.refunds.create({"payment_intent": intent.id}, new_key()).amount == 10_000
    assert stripe_stand_in.sums(intent.id).received == 0


def test_what_was_lost_stays_away(only: Api, stripe_stand_in: StandIn) -> None:
    intent = only.captured(10_000)
    stripe_stand_in.close_dispute(stripe_stand_in.dispute(intent.id)["id"], won=False)
    with pytest.raises(InvalidRequestError) as refused:
        only.v1.refunds.create({"payment_intent": intent.id}, new_key())
    assert refused.value.code == "charge_disputed"


def test_an_inquiry_takes_no_money_and_leaves_the_charge_refundable(only: Api, stripe_stand_in: StandIn) -> None:
    intent = only.captured(10_000, card="pm_card_createDisputeInquiry")
    [dispute] = only.v1.disputes.list({"payment_intent": intent.id}).data
    assert (dispute.status, dispute.is_charge_refundable) == ("warning_needs_response", True)
    assert "disputed" not in stripe_stand_in.sums(intent.id).by_kind
    assert only.v1.refunds.create({"payment_intent": intent.id}, new_key()).amount == 10_000


def test_a_refund_can_be_told_to_wait_to_settle_and_to_fail(only: Api, stripe_stand_in: StandIn) -> None:
    stripe_stand_in.begin_refunds("pending")
    intent = only.captured(10_000)
    first, second = (
        only.v1.refunds.create({"payment_intent": intent.id, "amount": 1_000}, new_key()) for _ in range(2)
    )
    assert (first.status, first.pending_reason) == ("pending", "processing")
    stripe_stand_in.settle_refund(first.id)
    stripe_stand_in.fail_refund(second.id, "declined")
    assert only.v1.refunds.retrieve(first.id).status == "succeeded"
    assert only.v1.refunds.retrieve(second.id).failure_reason == "declined"
    assert only.charge_of(intent).amount_refunded == 1_000
    assert stripe_stand_in.sums(intent.id).by_kind["refunded"] == 1_000


# Its modes and accounts


def test_the_two_modes_do_not_see_each_other(only: Api, stripe_stand_in: StandIn) -> None:
    intent = only.intent()
    live = stripe_stand_in.client(StandIn.live_key)
    with pytest.raises(InvalidRequestError) as refused:
        live.v1.payment_intents.retrieve(intent.id)
    assert "a similar object exists in test mode" in str(refused.value)
    assert live.v1.accounts.retrieve_current().id == only.v1.accounts.retrieve_current().id
    assert (live.v1.balance.retrieve().livemode, only.v1.balance.retrieve().livemode) == (True, False)


def test_another_account_is_another(only: Api, stripe_stand_in: StandIn) -> None:
    other = stripe_stand_in.client(StandIn.other_key)
    assert other.v1.accounts.retrieve_current().id != only.v1.accounts.retrieve_current().id
    with pytest.raises(InvalidRequestError):
        other.v1.customers.retrieve(only.customer().id)


def test_live_mode_takes_no_test_card(stripe_stand_in: StandIn) -> None:
    live = Api("live", stripe_stand_in.client(StandIn.live_key))
    session = live.session("payment")
    assert session.livemode is True
    assert "known test card" in stripe_stand_in.fill(session.url).error
    with pytest.raises(InvalidRequestError):
        live.attached_card(live.customer().id)
    assert stripe_stand_in.fill(session.url, "4000000000000010").redirect


# Its strictness


def post(stand_in: StandIn, path: str, body: str = "", **headers: str) -> tuple[int, dict[str, Any]]:
    connection = http.client.HTTPConnection(stand_in.url.removeprefix("http://"), timeout=30)
    sent = {"Authorization": f"Bearer {stand_in.key}", "Stripe-Version": stand_in.api_version}
    sent |= {"Content-Type": "application/x-www-form-urlencoded"}
    sent |= {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request("POST", path, body, {name: value for name, value in sent.items() if value})
    answer = connection.getresponse()
    found = answer.status, json.loads(answer.read())
    connection.close()
    return found


def test_every_post_carries_a_key(stripe_stand_in: StandIn) -> None:
    status, answer = post(stripe_stand_in, "/v1/customers")
    assert (status, answer["error"]["param"]) == (400, "Idempotency-Key")
    stripe_stand_in.engine.require_key = False
    assert post(stripe_stand_in, "/v1/customers")[0] == 200


def test_keys_can_be_held_to_a_pattern(only: Api, stripe_stand_in: StandIn) -> None:
    """The library makes up a key where none is given: ours must be our own."""
    stripe_stand_in.engine.key_pattern = re.compile(r"contract-[0-9a-f]{32}")
    only.customer()
    with pytest.raises(InvalidRequestError):
        only.v1.customers.create({})


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Stripe_Version": ""}, 400),
        ({"Stripe_Version": "2020-08-27"}, 400),
        ({"Authorization": ""}, 401),
        ({"Authorization": "Bearer sk_test_ofnobody"}, 401),
        ({"Authorization": "Bearer pk_test_standin"}, 401),
        ({"Stripe_Account": "acct_ofnobody"}, 403),
        ({"Idempotency_Key": "k" * 256}, 400),
    ],
)
def test_the_headers_are_checked(stripe_stand_in: StandIn, headers: dict[str, str], status: int) -> None:
    assert post(stripe_stand_in, "/v1/customers", **{"Idempotency_Key": "one", **headers})[0] == status


def test_a_call_that_it_does_not_have_is_404(stripe_stand_in: StandIn) -> None:
    status, answer = post(stripe_stand_in, "/v1/topups", Idempotency_Key="one")
    assert (status, "Unrecognized request URL" in answer["error"]["message"]) == (404, True)


def test_a_parameter_whose_effect_it_does_not_know_is_no_answer_at_all(only: Api, stripe_stand_in: StandIn) -> None:
    """Stripe takes it, so it is not refused; and nothing is made up."""
    with pytest.raises(APIError) as caught:
        only.v1.payment_intents.create({"amount": 5_000, "currency": "usd", "application_fee_amount": 5}, new_key())
    assert caught.value.http_status == 501
    assert len(stripe_stand_in.shortcomings) == 1
    stripe_stand_in.shortcomings.clear()


def test_what_was_asked_is_on_record_with_its_key(only: Api, stripe_stand_in: StandIn) -> None:
    key = new_key()
    for _ in range(2):
        only.v1.customers.create({"email": "ines@harbor.example"}, key)
    first, again = stripe_stand_in.requests("POST", "/v1/customers")
    assert first.key == again.key == key["idempotency_key"]
    assert (first.params, first.status) == ({"email": "ines@harbor.example"}, 200)
    assert (first.replayed, again.replayed) == (False, True)


# That it cannot flatter us


def test_every_call_and_its_parameters_are_the_librarys() -> None:
    """The path is one that the library asks, and what is understood is of the type that the library gives to it."""
    from tests.stripe_stand_in.parameters import fields_of

    for route in ROUTES:
        fields = set(fields_of(route.params))
        assert {name.partition(".")[0] for name in route.understood} <= fields, route.path
    services = "".join(path.read_text() for path in Path(stripe.__file__).parent.glob("**/*_service.py"))
    asked = {re.sub(r"\{\w+\}", "{id}", path) for path in re.findall(r'"(/v1/[^"]*)"', services)}
    assert {route.path for route in ROUTES} <= asked


def known_fields(cls: type) -> set[str]:
    return {name for base in cls.__mro__ for name in inspect.get_annotations(base)}


def test_no_object_has_a_field_that_the_library_does_not_know(only: Api, stripe_stand_in: StandIn) -> None:
    intent = only.captured(card="pm_card_createDispute")
    only.session("payment")
    failed = only.captured()
    refund = only.v1.refunds.create({"payment_intent": failed.id}, new_key())
    stripe_stand_in.fail_refund(refund.id)
    only.saved_card(str(intent.customer))
    classes = {
        "customer": stripe.Customer,
        "payment_method": stripe.PaymentMethod,
        "setup_intent": stripe.SetupIntent,
        "payment_intent": stripe.PaymentIntent,
        "charge": stripe.Charge,
        "refund": stripe.Refund,
        "dispute": stripe.Dispute,
        "event": stripe.Event,
        "checkout.session": stripe.checkout.Session,
    }
    for kind, cls in classes.items():
        entries = stripe_stand_in.all(kind)
        assert entries, kind
        for entry in entries:
            assert set(entry) <= known_fields(cls), kind


def test_no_code_is_made_up() -> None:
    """Codes of errors are of the list that the library has of them; what it does not list is said here."""
    source = "".join(path.read_text() for path in (ROOT / "tests" / "stripe_stand_in").glob("*.py"))
    used = set(re.findall(r'code="([a-z_]+)"', source)) | {
        "payment_intent_unexpected_state",
        "setup_intent_unexpected_state",
    }
    text = inspect.getsource(stripe.PaymentIntent.LastPaymentError)
    listed = set(re.findall(r'"([a-z0-9_]+)",', text[text.index("code:") :]))
    assert len(listed) > 100
    assert used - listed == {"stand_in_unsupported", "parameter_invalid_string_too_long"}


def test_test_cards_are_numbers_that_pass_for_cards() -> None:
    from tests.stripe_stand_in.cards import is_card_number

    assert all(is_card_number(card.number) for card in TEST_CARDS)
    assert not is_card_number("4242424242424241")


# By hand


def test_it_can_be_started_by_hand_and_told_what_to_do_over_http() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.stripe_stand_in", "--port", "0"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout
        said = process.stdout.readline()
        url = re.search(r"http://[\d.:]+", said)
        assert url, said
        with urllib.request.urlopen(f"{url[0]}/", timeout=30) as answer:
            assert "4242424242424242" in answer.read().decode()
        request = urllib.request.Request(f"{url[0]}/_control/advance", b'{"seconds": 60}', method="POST")
        with urllib.request.urlopen(request, timeout=30) as answer:
            assert json.loads(answer.read()) is None
    finally:
        process.terminate()
        process.wait(30)


def test_over_http_it_says_what_it_cannot_do(stripe_stand_in: StandIn) -> None:
    assert post(stripe_stand_in, "/_control/stop")[0] == 404
    assert post(stripe_stand_in, "/_control/advance", '{"seconds": -5}')[0] == 400
    assert post(stripe_stand_in, "/_control/fail", '{"kind": "lost", "path": "/v1/refunds"}')[0] == 200
    assert post(stripe_stand_in, "/nothing")[0] == 404
