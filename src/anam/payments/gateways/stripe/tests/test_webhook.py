"""What Stripe tells: only a hint, once, and acted on as if it had been asked (M9)."""

import itertools
import json
import time
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from anam.cases.models import Case
from anam.clock import database_now
from anam.payments.actions.execute import execute
from anam.payments.actions.hear_event import hear_event
from anam.payments.actions.retry_operation import retry_operation
from anam.payments.gateways.stripe.tests.factories import TOTAL, AtStripe
from anam.payments.models import GatewayEvent, OperationAttempt, Payment, PaymentOperation
from anam.payments.states import NotConfirmed, State

URL = "/payments/stripe/webhook/"
OLD, NEW = "whsec_old_0123456789", "whsec_new_0123456789"


@pytest.fixture(autouse=True)
def _listening(settings: Any) -> None:
    settings.STRIPE_WEBHOOK_SECRETS = [OLD, NEW]


def post(body: bytes, header: str = "") -> int:
    headers = {"Stripe-Signature": header} if header else {}
    client = Client(enforce_csrf_checks=True)
    return client.post(URL, body, content_type="application/json", headers=headers).status_code


def tell(at_stripe: AtStripe, event: Any, secret: str = NEW, **more: Any) -> int:
    return post(*at_stripe.stand_in.signed(event, [secret], **more))


def tell_all(at_stripe: AtStripe, *kinds: str, order: Any = iter) -> None:
    """Every event of `kinds` so far, and what each job does."""
    events = [event for kind in kinds for event in at_stripe.stand_in.events(kind)]
    assert events
    for event in order(events):
        assert tell(at_stripe, event) == 200
    let_jobs_run()


def let_jobs_run() -> None:
    for event in GatewayEvent.objects.filter(handled_at=None).order_by("pk"):
        hear_event(event.pk)


def jobs() -> int:
    return ProcrastinateJob.objects.filter(task_name="payments.hear_event").count()


def lost(at_stripe: AtStripe, kind: str, path: str) -> PaymentOperation:
    """What Stripe did, and we have not heard of."""
    operation = at_stripe.begun(kind)
    at_stripe.stand_in.fail("lost", path, "POST")
    assert execute(operation.pk) == State.UNKNOWN
    return operation


@pytest.mark.parametrize(
    ("kind", "path", "told"),
    [
        ("authorise", "*/confirm", "payment_intent.amount_capturable_updated"),
        ("capture", "*/capture", "payment_intent.succeeded"),
        ("void", "*/cancel", "payment_intent.canceled"),
        ("refund", "/v1/refunds", "charge.refunded"),
    ],
)
def test_what_was_done_without_an_answer_is_written_down_when_it_is_told(
    at_stripe: AtStripe, kind: str, path: str, told: str
) -> None:
    operation = lost(at_stripe, kind, path)
    before = len(at_stripe.stand_in.requests("POST"))
    tell_all(at_stripe, told)
    assert PaymentOperation.objects.get(pk=operation.pk).state == "done"
    assert len(at_stripe.stand_in.requests("POST")) == before
    at_stripe.agree()


def test_an_event_is_kept_once_and_has_one_job(at_stripe: AtStripe) -> None:
    lost(at_stripe, "capture", "*/capture")
    [event] = at_stripe.stand_in.events("payment_intent.succeeded")
    for secret in (OLD, NEW, OLD):
        assert tell(at_stripe, event, secret) == 200
    assert GatewayEvent.objects.count() == jobs() == 1
    let_jobs_run()
    hear_event(GatewayEvent.objects.get().pk)
    assert OperationAttempt.objects.filter(outcome="confirmed", operation__kind="capture").count() == 1


def test_events_may_come_in_any_order_and_late(at_stripe: AtStripe) -> None:
    """The first are told last, of what is long over; what they say is not believed."""
    refund = lost(at_stripe, "refund", "/v1/refunds")
    kinds = ("payment_intent.amount_capturable_updated", "payment_intent.succeeded", "charge.refunded")
    for order in itertools.permutations(kinds):
        GatewayEvent.objects.all().delete()
        tell_all(at_stripe, *order)
        payment = Payment.objects.get(pk=refund.payment_id)
        assert (payment.status, payment.captured, payment.refunded) == ("refunded", TOTAL, TOTAL)
    at_stripe.agree()


def test_what_an_event_says_is_not_believed(at_stripe: AtStripe) -> None:
    """A snapshot may be old: what counts is what Stripe says now."""
    operation = at_stripe.begun("capture")
    at_stripe.stand_in.fail("unreachable", "*/capture")
    execute(operation.pk)
    [event] = at_stripe.stand_in.events("payment_intent.amount_capturable_updated")
    event |= {"id": "evt_made_up", "type": "payment_intent.succeeded"}
    event["data"]["object"]["status"] = "succeeded"
    assert tell(at_stripe, event) == 200
    let_jobs_run()
    assert PaymentOperation.objects.get(pk=operation.pk).state == "unknown"
    assert Payment.objects.get(pk=operation.payment_id).captured == 0


def test_a_refund_that_fails_days_later_is_pending_again_and_support_hears_of_it(at_stripe: AtStripe) -> None:
    """D8, M3"""
    order = at_stripe.cast.order(payment="none")
    payment = at_stripe.captured()
    Payment.objects.filter(pk=payment.pk).update(order=order)
    operation = at_stripe.queue(payment, "refund", TOTAL)
    assert execute(operation) == State.DONE
    at_stripe.stand_in.fail_refund(at_stripe.stand_in.all("refund")[0]["id"])
    for _ in range(2):
        GatewayEvent.objects.all().delete()
        tell_all(at_stripe, "refund.failed", "refund.updated")
    failed = PaymentOperation.objects.get(pk=operation)
    assert (failed.state, failed.code) == ("failed", "refund_failed")
    payment = Payment.objects.get(pk=payment.pk)
    assert (payment.status, payment.refunded, payment.refund_pending) == ("refund_pending", 0, TOTAL)
    assert Case.objects.get(operation=failed).order == order
    at_stripe.agree()
    assert execute(retry_operation(failed)) == State.DONE
    assert Payment.objects.get(pk=payment.pk).status == "refunded"
    at_stripe.agree()


def test_a_payment_that_we_do_not_know_is_none_of_ours(at_stripe: AtStripe) -> None:
    lost(at_stripe, "capture", "*/capture")
    Payment.objects.update(gateway_reference="pi_another")
    PaymentOperation.objects.update(reference="")
    tell_all(at_stripe, "payment_intent.succeeded")
    assert GatewayEvent.objects.get().handled_at
    assert PaymentOperation.objects.get(kind="capture").state == "unknown"


def test_what_we_take_no_notice_of_is_not_kept(at_stripe: AtStripe) -> None:
    at_stripe.customer()
    [event] = at_stripe.stand_in.events("customer.created")
    assert tell(at_stripe, event) == 200
    assert not GatewayEvent.objects.exists()


def test_while_stripe_does_not_answer_the_event_waits(at_stripe: AtStripe) -> None:
    operation = lost(at_stripe, "refund", "/v1/refunds")
    [event] = at_stripe.stand_in.events("charge.refunded")
    tell(at_stripe, event)
    at_stripe.stand_in.fail("unreachable", "*", "GET")
    with pytest.raises(NotConfirmed):
        let_jobs_run()
    assert GatewayEvent.objects.get().handled_at is None
    let_jobs_run()
    assert PaymentOperation.objects.get(pk=operation.pk).state == "done"


@pytest.mark.parametrize("ahead", [-301, 301])
def test_five_minutes_old_or_ahead_at_most(at_stripe: AtStripe, ahead: int) -> None:
    lost(at_stripe, "capture", "*/capture")
    [event] = at_stripe.stand_in.events("payment_intent.succeeded")
    assert tell(at_stripe, event, at=time.time() + ahead) == 400
    assert not GatewayEvent.objects.exists()
    assert tell(at_stripe, event, at=time.time() + ahead * 0.9) == 200


def test_only_what_stripe_signed_is_heard(at_stripe: AtStripe) -> None:
    lost(at_stripe, "capture", "*/capture")
    [event] = at_stripe.stand_in.events("payment_intent.succeeded")
    body, header = at_stripe.stand_in.signed(event, [NEW])
    assert post(body, "") == 400
    assert post(body, "t=1,v1=") == 400
    assert post(body, "nonsense") == 400
    assert post(body + b" ", header) == 400
    assert post(json.dumps(json.loads(body)).encode(), header) == 400
    assert post(b"\xff\xfe", header) == 400
    assert tell(at_stripe, event, "whsec_somebody_elses") == 400
    assert tell(at_stripe, {**event, "livemode": True}) == 400
    for nothing in ({}, {"type": "refund.failed", "id": "evt_1", "livemode": False}, []):
        assert tell(at_stripe, nothing) == 400
    assert not GatewayEvent.objects.exists()


def test_without_a_secret_there_is_no_such_address(at_stripe: AtStripe, settings: Any) -> None:
    settings.STRIPE_WEBHOOK_SECRETS = []
    assert post(b"{}") == 404
    assert Client().post("/payments/sandbox/webhook/").status_code == 404
    assert Client().post("/payments/paypal/webhook/").status_code == 404
    assert Client().get(URL).status_code == 405


def test_a_dispute_is_a_case_once_whatever_else_is_told_of_it(at_stripe: AtStripe) -> None:
    order = at_stripe.cast.order(payment="none")
    payment = at_stripe.captured()
    Payment.objects.filter(pk=payment.pk).update(order=order)
    dispute = at_stripe.stand_in.dispute(payment.gateway_reference, amount=4_000, reason="product_not_received")
    tell_all(at_stripe, "charge.dispute.created", "charge.dispute.funds_withdrawn", order=reversed)
    case = Case.objects.get()
    assert (case.kind, case.order, case.maker, case.buyer) == ("dispute", order, order.maker, order.buyer)
    assert case.title == f"$40.00 is disputed for order {order.number}"
    assert case.question.startswith("The card’s owner says that what they bought has not come. Their bank has taken")
    Case.objects.update(closed_at=database_now() + timedelta(seconds=1), outcome="answered")
    at_stripe.stand_in.close_dispute(dispute["id"], won=True)
    tell_all(at_stripe, "charge.dispute.closed", "charge.dispute.funds_reinstated")
    assert Case.objects.count() == 1


def test_a_dispute_of_a_payment_without_an_order_is_a_case_too(at_stripe: AtStripe) -> None:
    payment = at_stripe.captured("pm_card_createDisputeInquiry")
    tell_all(at_stripe, "charge.dispute.created")
    case = Case.objects.get()
    assert (case.order, case.maker) == (None, payment.maker)
    assert "no money has gone yet" in case.question


def test_while_a_dispute_cannot_be_read_the_event_waits(at_stripe: AtStripe) -> None:
    payment = at_stripe.captured()
    at_stripe.stand_in.dispute(payment.gateway_reference)
    at_stripe.stand_in.fail("rate_limited", "/v1/disputes/*", "GET")
    with pytest.raises(NotConfirmed):
        tell_all(at_stripe, "charge.dispute.created")
    assert not Case.objects.exists()
    let_jobs_run()
    assert Case.objects.count() == 1


def test_a_disputed_payment_is_not_refunded_beside_it(at_stripe: AtStripe) -> None:
    """D8, M4: never twice."""
    payment = at_stripe.captured()
    at_stripe.stand_in.dispute(payment.gateway_reference)
    operation = at_stripe.queue(payment, "refund", TOTAL)
    assert execute(operation) == State.REFUSED
    refused = PaymentOperation.objects.get(pk=operation)
    assert (refused.code, "asked their bank" in refused.why_words) == ("charge_disputed", True)
