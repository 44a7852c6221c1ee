"""Events: what happens is told, signed, and may come twice, late and in any order (M9)."""

import hashlib
import json
import random
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from stripe import SignatureVerificationError, Webhook

from tests.stripe_contract.api import Api, new_key
from tests.stripe_stand_in import StandIn


class Receiver(ThreadingHTTPServer):
    """Somebody who is told. `answers`: the statuses of the next answers; 200 where nothing is said."""

    daemon_threads = True

    def __init__(self) -> None:
        self.got: list[tuple[bytes, str]] = []
        self.answers: list[int] = []
        super().__init__(("127.0.0.1", 0), _Handler)
        Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/payments/stripe/webhook/"

    @property
    def kinds(self) -> list[str]:
        return [json.loads(body)["type"] for body, _ in self.got]


class _Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((body, self.headers["Stripe-Signature"]))
        self.send_response(self.server.answers.pop(0) if self.server.answers else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    yield receiver
    receiver.shutdown()
    receiver.server_close()


def test_what_happens_to_a_payment_is_told_in_order(only: Api, stripe_stand_in: StandIn, receiver: Receiver) -> None:
    intent = only.intent()
    stripe_stand_in.add_endpoint(receiver.url, secret="whsec_ours")
    only.confirm(intent.id)
    only.capture(intent.id, 7_500)
    only.v1.refunds.create({"payment_intent": intent.id}, new_key())
    stripe_stand_in.webhooks.wait()
    assert receiver.kinds == [
        "charge.succeeded",
        "payment_intent.amount_capturable_updated",
        "charge.captured",
        "payment_intent.succeeded",
        "refund.created",
        "charge.refunded",
    ]
    for body, header in receiver.got:
        event = Webhook.construct_event(body, header, "whsec_ours")
        assert event.data.object["object"] in ("charge", "payment_intent", "refund")
        assert (event.livemode, event.api_version) == (False, StandIn.api_version)


def test_an_event_can_be_looked_up(only: Api, stripe_stand_in: StandIn) -> None:
    intent = only.authorised()
    [told] = stripe_stand_in.events("payment_intent.amount_capturable_updated")
    event = only.v1.events.retrieve(told["id"])
    assert event.data.object.id == intent.id
    assert event.request.idempotency_key.startswith("contract-")
    listed = only.v1.events.list({"types": ["payment_intent.*"], "limit": 1})
    assert (listed.data[0].id, listed.has_more) == (told["id"], True)


def test_an_event_shows_its_object_as_it_was_then(only: Api, stripe_stand_in: StandIn) -> None:
    """The snapshot is old when it arrives: the object is read anew."""
    intent = only.authorised()
    only.capture(intent.id)
    [told] = stripe_stand_in.events("payment_intent.amount_capturable_updated")
    assert told["data"]["object"]["status"] == "requires_capture"


def test_where_events_go_is_listed(only: Api, stripe_stand_in: StandIn, receiver: Receiver) -> None:
    stripe_stand_in.add_endpoint(receiver.url, events=["refund.failed"])
    [endpoint] = only.v1.webhook_endpoints.list({"limit": 100}).data
    assert (endpoint.url, endpoint.enabled_events, endpoint.status) == (receiver.url, ["refund.failed"], "enabled")


def test_a_signature_is_of_the_very_bytes(only: Api, stripe_stand_in: StandIn) -> None:
    only.customer()
    [event] = stripe_stand_in.events("customer.created")
    body, header = stripe_stand_in.signed(event["id"], ["whsec_ours"])
    assert Webhook.construct_event(body, header, "whsec_ours").id == event["id"]
    for wrong in (body + b" ", json.dumps(json.loads(body)).encode(), body.replace(b"ines", b"otto")):
        with pytest.raises(SignatureVerificationError):
            Webhook.construct_event(wrong, header, "whsec_ours")
    with pytest.raises(SignatureVerificationError):
        Webhook.construct_event(body, header, "whsec_theirs")
    old = stripe_stand_in.signed(event["id"], ["whsec_ours"], at=time.time() - 301)[1]
    with pytest.raises(SignatureVerificationError):
        Webhook.construct_event(body, old, "whsec_ours")


def test_while_a_secret_is_rolled_both_sign(only: Api, stripe_stand_in: StandIn, receiver: Receiver) -> None:
    endpoint = stripe_stand_in.add_endpoint(receiver.url, secret="whsec_old")
    new = stripe_stand_in.webhooks.roll_secret(endpoint)
    only.customer()
    stripe_stand_in.webhooks.wait()
    body, header = receiver.got[-1]
    for secret in ("whsec_old", new):
        Webhook.construct_event(body, header, secret)
    stripe_stand_in.advance(86_401)
    only.customer()
    stripe_stand_in.webhooks.wait()
    body, header = receiver.got[-1]
    Webhook.construct_event(body, header, new)
    with pytest.raises(SignatureVerificationError):
        Webhook.construct_event(body, header, "whsec_old")


def test_events_come_twice_and_in_any_order(only: Api, stripe_stand_in: StandIn, receiver: Receiver) -> None:
    stripe_stand_in.add_endpoint(receiver.url, events=["payment_intent.*"])
    stripe_stand_in.webhooks.paused = True
    only.captured()
    assert receiver.got == []
    assert stripe_stand_in.webhooks.send(copies=2, order=reversed) == [200] * 6
    sent = ["payment_intent.succeeded", "payment_intent.amount_capturable_updated", "payment_intent.created"]
    assert receiver.kinds == [kind for kind in sent for _ in range(2)]
    shuffled = random.Random(7)  # noqa: S311 - any order that is the same every time
    again = stripe_stand_in.webhooks.send(
        stripe_stand_in.webhooks.deliveries, order=lambda deliveries: shuffled.sample(deliveries, 3)
    )
    assert again == [200] * 3
    assert sorted(receiver.kinds[6:]) == sorted(sent)


def test_events_come_late(only: Api, stripe_stand_in: StandIn, receiver: Receiver) -> None:
    stripe_stand_in.add_endpoint(receiver.url)
    stripe_stand_in.webhooks.delay = 7_200
    only.customer()
    stripe_stand_in.webhooks.wait()
    assert receiver.got == []
    stripe_stand_in.advance(7_201)
    stripe_stand_in.webhooks.wait()
    assert receiver.kinds == ["customer.created"]
    body, header = receiver.got[0]
    endpoint = stripe_stand_in.webhooks.endpoints[0]
    assert Webhook.construct_event(body, header, endpoint.secret).created <= stripe_stand_in.clock.seconds() - 7_200


def test_what_was_not_taken_is_sent_again_for_three_days(
    only: Api, stripe_stand_in: StandIn, receiver: Receiver
) -> None:
    stripe_stand_in.add_endpoint(receiver.url)
    receiver.answers = [500, 302]
    only.customer()
    stripe_stand_in.webhooks.wait()
    assert len(receiver.got) == 1
    for number in (2, 3):
        stripe_stand_in.advance(7_201)
        stripe_stand_in.webhooks.wait()
        assert len(receiver.got) == number
    [delivery] = stripe_stand_in.webhooks.deliveries
    assert (delivery.statuses, delivery.done) == ([500, 302, 200], True)
    assert only.v1.events.list({"delivery_success": False}).data == []


def test_nobody_listens_and_the_event_waits(only: Api, stripe_stand_in: StandIn) -> None:
    stripe_stand_in.add_endpoint("http://127.0.0.1:9/")
    only.customer()
    stripe_stand_in.webhooks.wait()
    [delivery] = stripe_stand_in.webhooks.deliveries
    assert (delivery.statuses, delivery.done) == ([0], False)
    [event] = only.v1.events.list({"delivery_success": False}).data
    assert event.pending_webhooks == 1


def test_cancelling_is_told_by_the_intent_and_by_no_refund(only: Api, stripe_stand_in: StandIn) -> None:
    """Since 2025 a release is no refund, in events too."""
    intent = only.authorised()
    before = len(stripe_stand_in.events())
    only.cancel(intent.id)
    assert [event["type"] for event in stripe_stand_in.events()[before:]] == ["payment_intent.canceled"]


def test_a_dispute_is_told_and_what_became_of_it(only: Api, stripe_stand_in: StandIn) -> None:
    intent = only.captured(10_000)
    before = len(stripe_stand_in.events())
    dispute = stripe_stand_in.dispute(intent.id, amount=4_000, reason="product_not_received")
    stripe_stand_in.close_dispute(dispute["id"], won=True)
    assert [event["type"] for event in stripe_stand_in.events()[before:]] == [
        "charge.dispute.created",
        "charge.dispute.funds_withdrawn",
        "charge.dispute.funds_reinstated",
        "charge.dispute.closed",
    ]


def test_the_signature_is_the_one_that_stripe_describes(only: Api, stripe_stand_in: StandIn) -> None:
    """t, a dot, the body; HMAC-SHA256 in hexadecimal."""
    import hmac

    only.customer()
    body, header = stripe_stand_in.signed(stripe_stand_in.events()[0]["id"], ["whsec_ours"], at=1_700_000_000)
    expected = hmac.new(b"whsec_ours", b"1700000000." + body, hashlib.sha256).hexdigest()
    assert header.startswith(f"t=1700000000,v1={expected},v0=")
