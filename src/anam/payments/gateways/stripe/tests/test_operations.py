"""What Stripe is asked for an operation, and what its answers mean (M3, M4)."""

from datetime import timedelta
from typing import Any

import pytest

from anam.clock import database_now
from anam.payments.actions.execute import execute
from anam.payments.gateways import ACTION_REQUIRED
from anam.payments.gateways.stripe.declines import CODES
from anam.payments.gateways.stripe.tests.factories import TOTAL, AtStripe
from anam.payments.models import OperationAttempt, Payment, PaymentOperation
from anam.payments.sentences import WHY_NOT_MOVED
from anam.payments.states import State

INTENTS, REFUNDS = "/v1/payment_intents", "/v1/refunds"


def test_an_intent_is_made_stored_and_then_confirmed(at_stripe: AtStripe) -> None:
    """M3, M4, M6: by hand, by card, for the checkout, with our operation; and its end is known."""
    operation = at_stripe.begun("authorise")
    before = len(at_stripe.stand_in.requests("POST"))
    assert execute(operation.pk) == State.DONE
    made, confirmed = at_stripe.stand_in.requests("POST")[before:]
    assert made.params == {
        "amount": "10000",
        "currency": "usd",
        "capture_method": "manual",
        "allowed_payment_method_types": {"0": "card"},
        "customer": operation.payment.gateway_customer,
        "payment_method": operation.payment.gateway_method,
        "transfer_group": "checkout-7",
        "metadata": {"site": "http://127.0.0.1:8000", "operation": str(operation.pk), "key": operation.key},
    }
    assert (made.key, confirmed.key) == (operation.key, f"{operation.key}-confirm")
    assert confirmed.params["off_session"] == "true"
    payment = Payment.objects.get(pk=operation.payment_id)
    assert (payment.status, payment.authorised) == ("authorised", TOTAL)
    assert (payment.gateway_account, payment.livemode) == ("acct_standin", False)
    intent = at_stripe.stand_in.get(payment.gateway_reference)
    assert intent["status"] == "requires_capture"
    assert payment.held_until
    assert timedelta(days=4, hours=17) < payment.held_until - database_now() < timedelta(days=4, hours=19)
    assert PaymentOperation.objects.get(pk=operation.pk).reference == intent["id"]


@pytest.mark.parametrize("amount", [TOTAL, 7_500])
def test_what_is_captured_is_what_is_asked_and_the_rest_is_released(at_stripe: AtStripe, amount: int) -> None:
    """M5"""
    payment = at_stripe.authorised()
    assert execute(at_stripe.queue(payment, "capture", amount)) == State.DONE
    assert at_stripe.stand_in.sums().received == amount
    at_stripe.agree()


def test_a_release_is_no_refund(at_stripe: AtStripe) -> None:
    """D8"""
    payment = at_stripe.authorised()
    assert execute(at_stripe.queue(payment, "void", TOTAL)) == State.DONE
    assert Payment.objects.get(pk=payment.pk).status == "voided"
    assert at_stripe.stand_in.sums().by_kind == {"authorised": TOTAL, "voided": TOTAL}
    at_stripe.agree()


def test_parts_go_back_one_by_one_and_each_is_found_by_its_operation(at_stripe: AtStripe) -> None:
    """M3, M10"""
    payment = at_stripe.captured()
    first, second = (at_stripe.queue(payment, "refund", 2_500, generation) for generation in (1, 2))
    for operation in (second, first):
        assert execute(operation) == State.DONE
    references = (
        PaymentOperation.objects.filter(pk__in=(first, second)).order_by("pk").values_list("reference", flat=True)
    )
    operations = [at_stripe.stand_in.get(reference)["metadata"]["operation"] for reference in references]
    assert operations == [str(first), str(second)]
    at_stripe.agree()


def test_what_is_pending_is_asked_about_until_it_is_back(at_stripe: AtStripe) -> None:
    payment = at_stripe.captured("pm_card_pendingRefund")
    operation = at_stripe.queue(payment, "refund", TOTAL)
    assert execute(operation) == State.PROCESSING
    [refund] = at_stripe.stand_in.all("refund")
    assert PaymentOperation.objects.get(pk=operation).reference == refund["id"]
    assert execute(operation) == State.PROCESSING
    assert len(at_stripe.stand_in.requests("POST", REFUNDS)) == 1
    at_stripe.stand_in.settle_refund(refund["id"])
    assert execute(operation) == State.DONE
    at_stripe.agree()


def test_what_the_bank_sends_back_is_refused(at_stripe: AtStripe) -> None:
    payment = at_stripe.captured("pm_card_pendingRefund")
    operation = at_stripe.queue(payment, "refund", TOTAL)
    execute(operation)
    at_stripe.stand_in.fail_refund(at_stripe.stand_in.all("refund")[0]["id"])
    assert execute(operation) == State.REFUSED
    refused = PaymentOperation.objects.get(pk=operation)
    assert refused.code == "refund_failed"
    assert refused.why_words == "The card’s bank sent the money back: it cannot be refunded to this card."


@pytest.mark.parametrize(
    ("card", "code"),
    [
        ("pm_card_chargeCustomerFail", "generic_decline"),
        ("pm_card_authenticationRequired", ACTION_REQUIRED),
        ("pm_card_authenticationRequiredChargeDeclinedInsufficientFunds", ACTION_REQUIRED),
    ],
)
def test_a_card_that_is_refused_says_so_in_words_and_a_bank_that_asks_its_customer_by_a_code(
    at_stripe: AtStripe, card: str, code: str
) -> None:
    """M4, M6"""
    operation = at_stripe.begun("authorise", card)
    assert execute(operation.pk) == State.REFUSED
    refused = PaymentOperation.objects.get(pk=operation.pk)
    sentences = {"generic_decline": "card_declined", ACTION_REQUIRED: "card_owner_must_confirm"}
    assert (refused.code, refused.why["code"]) == (code, sentences[code])
    assert Payment.objects.get(pk=operation.payment_id).status == "failed"
    assert execute(operation.pk) == State.REFUSED
    assert at_stripe.stand_in.movements() == []


@pytest.mark.parametrize("code", ["insufficient_funds", "stolen_card", "never_heard_of"])
def test_a_bank_that_refuses_at_the_capture_is_the_final_no(at_stripe: AtStripe, code: str) -> None:
    """M4, M11"""
    operation = at_stripe.begun("capture")
    at_stripe.stand_in.fail("refused", "*/capture", code=code)
    assert execute(operation.pk) == State.REFUSED
    refused = PaymentOperation.objects.get(pk=operation.pk)
    assert refused.why == {"code": CODES.get(code, "card_declined")}
    assert "_" not in refused.why_words
    at_stripe.agree()


def test_no_sentence_says_a_code_or_that_a_card_was_stolen() -> None:
    for code, ours in CODES.items():
        sentence = str(WHY_NOT_MOVED[ours])
        assert sentence.endswith(".")
        assert "_" not in sentence, code
    assert {CODES[code] for code in ("lost_card", "stolen_card", "fraudulent", "pickup_card")} == {"card_declined"}


def test_what_was_released_already_is_released(at_stripe: AtStripe) -> None:
    """M4"""
    operation = at_stripe.begun("void")
    client = at_stripe.stand_in.client()
    at_stripe.stand_in.engine.key_pattern = None
    client.v1.payment_intents.cancel(operation.payment.gateway_reference, {}, {"idempotency_key": "by hand"})
    assert execute(operation.pk) == State.DONE
    at_stripe.agree()


def test_what_was_captured_already_is_captured(at_stripe: AtStripe) -> None:
    """M4"""
    operation = at_stripe.begun("capture")
    at_stripe.stand_in.engine.key_pattern = None
    at_stripe.stand_in.client().v1.payment_intents.capture(
        operation.payment.gateway_reference, {}, {"idempotency_key": "by hand"}
    )
    assert execute(operation.pk) == State.DONE
    at_stripe.agree()


@pytest.mark.parametrize("taken", [TOTAL, 7_000])
def test_a_release_of_what_somebody_captured_becomes_a_refund_of_that(at_stripe: AtStripe, taken: int) -> None:
    """M4, D8"""
    operation = at_stripe.begun("void")
    at_stripe.stand_in.engine.key_pattern = None
    at_stripe.stand_in.client().v1.payment_intents.capture(
        operation.payment.gateway_reference, {"amount_to_capture": taken}, {"idempotency_key": "by hand"}
    )
    assert execute(operation.pk) == State.SUPERSEDED
    assert execute(PaymentOperation.objects.get(payment=operation.payment, kind="refund").pk) == State.DONE
    assert Payment.objects.get(pk=operation.payment_id).status == "refunded"
    assert at_stripe.stand_in.sums().received == 0
    at_stripe.agree()


@pytest.mark.parametrize("kind", ["capture", "void"])
def test_an_authorisation_that_ended_is_not_captured_and_needs_no_release(at_stripe: AtStripe, kind: str) -> None:
    """M6, M11"""
    operation = at_stripe.begun(kind)
    at_stripe.stand_in.expire(operation.payment.gateway_reference)
    assert execute(operation.pk) == (State.DONE if kind == "void" else State.REFUSED)
    assert PaymentOperation.objects.get(pk=operation.pk).code == ("" if kind == "void" else "expired")
    assert at_stripe.stand_in.sums().received == 0


def test_money_that_somebody_refunded_at_stripe_is_not_refunded_again(at_stripe: AtStripe) -> None:
    """M4: a person must say what became of it."""
    operation = at_stripe.begun("refund")
    at_stripe.stand_in.engine.key_pattern = None
    at_stripe.stand_in.client().v1.refunds.create(
        {"payment_intent": operation.payment.gateway_reference}, {"idempotency_key": "by hand"}
    )
    assert execute(operation.pk) == State.REFUSED
    assert PaymentOperation.objects.get(pk=operation.pk).why_words == "All of it was refunded before."


def test_a_card_that_is_gone_is_a_refusal(at_stripe: AtStripe) -> None:
    operation = at_stripe.begun("authorise")
    at_stripe.stand_in.engine.key_pattern = None
    client = at_stripe.stand_in.client()
    client.v1.payment_methods.detach(operation.payment.gateway_method, {}, {"idempotency_key": "gone"})
    assert execute(operation.pk) == State.REFUSED
    words = PaymentOperation.objects.get(pk=operation.pk).why_words
    assert words == "The saved card can no longer be used. Enter a card again."


def test_without_a_saved_card_nothing_is_asked(at_stripe: AtStripe) -> None:
    payment = at_stripe.payment()
    Payment.objects.filter(pk=payment.pk).update(gateway_method="")
    assert execute(at_stripe.queue(payment, "authorise", TOTAL)) == State.REFUSED
    assert at_stripe.stand_in.requests("POST", INTENTS) == []


@pytest.mark.parametrize(("amount", "currency"), [(49, "USD"), (1_234, "KWD"), (10_050, "IQD"), (100_000_000, "USD")])
def test_a_sum_that_no_card_can_carry_is_refused_before_anybody_is_asked(
    at_stripe: AtStripe, amount: int, currency: str
) -> None:
    """M10"""
    payment = at_stripe.payment(currency=currency)
    operation = at_stripe.queue(payment, "authorise", amount)
    assert execute(operation) == State.REFUSED
    assert PaymentOperation.objects.get(pk=operation).why_words
    assert at_stripe.stand_in.requests("POST", INTENTS) == []


def test_a_part_that_no_card_can_carry_is_refused_and_not_asked_about_for_ever(at_stripe: AtStripe) -> None:
    """M10"""
    payment = at_stripe.authorised(amount=20_000, currency="KWD")
    execute(at_stripe.queue(payment, "capture", 20_000))
    operation = at_stripe.queue(payment, "refund", 1_234)
    assert execute(operation) == State.REFUSED
    assert at_stripe.stand_in.all("refund") == []


def test_our_units_are_not_stripes(at_stripe: AtStripe) -> None:
    """M10: 500 krónur are 50,000 there, and come back as 500."""
    payment = at_stripe.authorised(amount=500, currency="ISK")
    operation = at_stripe.queue(payment, "void", 500)
    at_stripe.stand_in.engine.key_pattern = None
    at_stripe.stand_in.client().v1.payment_intents.capture(
        payment.gateway_reference, {"amount_to_capture": 30_000}, {"idempotency_key": "by hand"}
    )
    assert execute(operation) == State.SUPERSEDED
    assert Payment.objects.get(pk=payment.pk).captured == 300
    assert execute(PaymentOperation.objects.get(payment=payment, kind="refund").pk) == State.DONE
    assert at_stripe.stand_in.sums().by_kind["refunded"] == 30_000


@pytest.mark.parametrize("kind", ["authorise", "capture", "void", "refund"])
def test_a_key_of_another_account_is_not_used_and_the_operation_waits_for_the_right_one(
    at_stripe: AtStripe, settings: Any, kind: str
) -> None:
    """M1"""
    operation = at_stripe.begun(kind)
    Payment.objects.filter(pk=operation.payment_id).update(gateway_account="acct_standin", livemode=False)
    before = len(at_stripe.stand_in.requests("POST"))
    for wrong in (at_stripe.stand_in.other_key, at_stripe.stand_in.live_key):
        settings.STRIPE_SECRET_KEY = wrong
        for _ in range(2):
            assert execute(operation.pk) == State.UNKNOWN
    assert len(at_stripe.stand_in.requests("POST")) == before
    assert "another account" in OperationAttempt.objects.filter(operation=operation).latest("pk").why_words
    settings.STRIPE_SECRET_KEY = at_stripe.stand_in.key
    assert execute(operation.pk) == State.DONE
    at_stripe.agree()


@pytest.mark.parametrize("key", ["", "sk_test_nobodys"])
def test_without_a_key_that_stripe_takes_money_waits(at_stripe: AtStripe, settings: Any, key: str) -> None:
    """D8: whoever runs the marketplace mends it, and nothing is lost."""
    operation = at_stripe.begun("void")
    settings.STRIPE_SECRET_KEY = key
    assert execute(operation.pk) == State.UNKNOWN
    settings.STRIPE_SECRET_KEY = at_stripe.stand_in.key
    assert execute(operation.pk) == State.DONE
