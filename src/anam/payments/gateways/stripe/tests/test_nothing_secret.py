"""No card, key or secret of anybody is in a log or in the database, whatever goes wrong and whoever logs."""

import logging
from contextlib import suppress
from typing import Any

import pytest
import stripe
from django.core import serializers
from django.core.management import CommandError, call_command
from procrastinate.contrib.django.models import ProcrastinateJob

from anam.cases.models import Case
from anam.history.models import Entry
from anam.payments import models
from anam.payments.actions.execute import execute
from anam.payments.actions.look_at import look_at
from anam.payments.gateways.stripe.tests import test_webhook
from anam.payments.gateways.stripe.tests.factories import AtStripe
from anam.payments.gateways.stripe.tests.test_checking import checked

FAULTS = ("lost", "cut", "conflict", "broken", "gateway", "refused")

STORED = (
    *(models.Payment, models.PaymentOperation, models.GatewayEvent, models.OperationAttempt),
    *(models.PaymentMovement, Case, Entry, ProcrastinateJob),
)
PATHS = {
    "authorise": "/v1/payment_intents*",
    "capture": "*/capture",
    "void": "*/cancel",
    "refund": "/v1/refunds",
}


def test_nothing_of_a_card_a_key_or_a_secret_is_written_anywhere(
    at_stripe: AtStripe, settings: Any, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    settings.STRIPE_WEBHOOK_SECRETS = [test_webhook.OLD]
    caplog.set_level(logging.DEBUG)
    for name in ("stripe", "urllib3", "requests", "anam"):
        caplog.set_level(logging.DEBUG, logger=name)
    do_everything(at_stripe)
    captured = models.Payment.objects.filter(status="captured")[0]
    for generation, key in enumerate(("sk_test_nobodys", at_stripe.stand_in.other_key), start=8):
        settings.STRIPE_SECRET_KEY = key
        execute(at_stripe.queue(captured, "refund", 100, generation))
        checked()
        look_at_all(at_stripe)
    rows = [row for model in STORED for row in model._default_manager.all()]
    assert len(caplog.records) > 20
    written = [record.getMessage() + str(record.args) + str(record.exc_info) for record in caplog.records]
    everything = "\n".join([*written, *capfd.readouterr(), serializers.serialize("json", rows)])
    for secret in secrets(at_stripe):
        assert secret not in everything, secret


def look_at_all(at_stripe: AtStripe) -> None:
    """The comparison, as it should be and with every fault."""
    for fault in ("", "rate_limited", "broken", "unreachable", "cut", "gateway"):
        if fault:
            at_stripe.stand_in.fail(fault, "*", "GET")
        with suppress(CommandError):
            call_command("reconcile")


def do_everything(at_stripe: AtStripe) -> None:
    """Every call, as it should be and with every fault; a decline; an event, genuine and not."""
    for kind, path in PATHS.items():
        for fault in FAULTS if kind == "authorise" else ("lost", "refused"):
            operation = at_stripe.begun(kind)
            at_stripe.stand_in.fail(fault, path, "POST")
            execute(operation.pk)
    for card in ("pm_card_chargeCustomerFail", "pm_card_authenticationRequired"):
        execute(at_stripe.begun("authorise", card).pk)
    at_stripe.captured()
    event = at_stripe.stand_in.events("payment_intent.succeeded")[-1]
    assert test_webhook.tell(at_stripe, event, test_webhook.OLD) == 200
    assert test_webhook.tell(at_stripe, event, test_webhook.NEW) == 400
    test_webhook.let_jobs_run()
    for happen in (at_stripe.stand_in.expire, at_stripe.stand_in.dispute):
        payment = at_stripe.authorised() if happen == at_stripe.stand_in.expire else at_stripe.captured()
        happen(payment.gateway_reference)
        look_at(payment.pk)
    look_at_all(at_stripe)


def secrets(at_stripe: AtStripe) -> set[str]:
    stand_in = at_stripe.stand_in
    found = {stand_in.key, stand_in.other_key, "sk_test_nobodys", "nobodys", test_webhook.OLD, test_webhook.NEW}
    found |= {intent["client_secret"] for intent in stand_in.all("payment_intent")}
    found |= {method["card"]["fingerprint"] for method in stand_in.all("payment_method")}
    return found | {"4242424242424242", "4000000000000341", "ines@harbor.example", "exp_year"}


def test_the_library_tells_stripe_nothing_beside_the_calls_and_tries_nothing_again(at_stripe: AtStripe) -> None:
    """M4: its retries would be a second memory of what was tried."""
    operation = at_stripe.begun("capture")
    before = len(at_stripe.stand_in.requests("POST"))
    at_stripe.stand_in.fail("rate_limited", "*/capture", "POST")
    execute(operation.pk)
    assert len(at_stripe.stand_in.requests("POST")) == before + 1
    assert not stripe.enable_telemetry
