"""Every event is sent, in order, once; again with the same id until it is accepted; and then no more."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from standardwebhooks import WebhookVerificationError

from anam.api.tests.calling import Caller
from anam.mail.models import Letter
from anam.orders.actions.accept import accept
from anam.orders.actions.decline import decline
from anam.people.models import MakerMember, User
from anam.refusals import Refused
from anam.webhooks.actions.add_endpoint import MOST_ENDPOINTS, add_endpoint
from anam.webhooks.actions.hand_out import hand_out
from anam.webhooks.actions.pause import pause
from anam.webhooks.actions.resume import resume
from anam.webhooks.actions.retire import retire
from anam.webhooks.actions.rotate_secret import rotate_secret
from anam.webhooks.actions.send_again import send_again
from anam.webhooks.actions.send_due import send_due
from anam.webhooks.models import Delivery, Endpoint
from anam.webhooks.tests.receiver import Receiver, receiving
from conftest import Cast

WORDS = "I am so sorry: my kiln is down until spring."


@pytest.fixture(autouse=True)
def _here(settings: Any) -> None:
    settings.WEBHOOKS_PRIVATE = True


@pytest.fixture
def receiver() -> Any:
    with receiving() as one:
        yield one


def go(endpoint: Endpoint) -> None:
    hand_out()
    send_due(endpoint.pk)


def types(receiver: Receiver) -> list[str]:
    return [json.loads(one.body)["type"] for one in receiver.received]


def make_due() -> None:
    Delivery.objects.exclude(next_at=None).update(next_at=timezone.now() - timedelta(seconds=1))


def test_the_events_of_the_feed_are_sent_in_order_signed_and_once(cast: Cast, receiver: Receiver) -> None:
    accept(cast.order().number, maker=cast.byrne, by=cast.hanna)
    endpoint = add_endpoint(cast.hanna, url=receiver.url)
    order = cast.order(told=True)
    decline(order.number, maker=cast.byrne, by=cast.hanna, reason="too_late", explanation=WORDS, note="Secret note")
    go(endpoint)
    go(endpoint)
    assert types(receiver) == ["order.placed", "order.declined"]
    feed = Caller.of(cast.hanna).get("/events").json()["items"][-2:]
    for event, got in zip(feed, receiver.received, strict=True):
        assert got.verified(endpoint.secret) == {"type": event["type"], "timestamp": event["at"], "data": event}
        assert b"Secret note" not in got.body
    with pytest.raises(WebhookVerificationError):
        receiver.received[0].verified("whsec_c29tZWJvZHkgZWxzZQ==")


def test_each_is_sent_what_they_may_see(cast: Cast) -> None:
    """D1, D5."""
    with receiving() as for_ines, receiving() as for_otto:
        buyers, rivals = add_endpoint(cast.ines, url=for_ines.url), add_endpoint(cast.otto, url=for_otto.url)
        order = cast.order()
        with pytest.raises(Refused):
            decline(order.number, maker=cast.byrne, by=cast.hanna, reason="too_late", explanation=WORDS)
        go(buyers)
        go(rivals)
        assert types(for_ines) == ["order.placed"]
        assert for_otto.received == []


def test_what_fails_is_sent_again_with_its_id_and_holds_nothing_up(cast: Cast, receiver: Receiver) -> None:
    receiver.statuses = [500, 200]
    endpoint = add_endpoint(cast.hanna, url=receiver.url)
    accept(cast.order().number, maker=cast.byrne, by=cast.hanna)
    go(endpoint)
    first = Delivery.objects.order_by("id")[0]
    assert types(receiver) == ["order.placed", "order.accepted"]
    assert (first.status, first.answer, first.tries, first.delivered_at) == (500, "thank you", 1, None)
    assert first.next_at
    assert first.tried_at
    assert timedelta(seconds=4) < first.next_at - first.tried_at < timedelta(seconds=7)
    make_due()
    go(endpoint)
    assert types(receiver)[2:] == ["order.placed"]
    assert receiver.received[0].id == receiver.received[2].id != receiver.received[1].id
    assert not Delivery.objects.exclude(next_at=None).exists()


def test_after_three_days_it_is_switched_off_and_its_owner_told_once(cast: Cast, receiver: Receiver) -> None:
    receiver.statuses = [500]
    endpoint = add_endpoint(cast.hanna, url=receiver.url)
    cast.order()
    cast.order()
    for days in (0, 2, 3):
        Delivery.objects.exclude(first_tried_at=None).update(first_tried_at=timezone.now() - timedelta(days=days))
        make_due()
        go(endpoint)
        endpoint.refresh_from_db()
        assert bool(endpoint.switched_off_at) == (days == 3)
    assert endpoint.why_off == "failing"
    letter = Letter.objects.get(key__startswith="webhook-off:")
    assert (letter.to, f"/preferences/webhooks/{endpoint.pk}/" in letter.text) == (cast.hanna.email, True)
    sent = len(receiver.received)
    receiver.statuses = [200]
    make_due()
    go(endpoint)
    assert len(receiver.received) == sent
    resume(endpoint.pk, by=cast.hanna)
    go(endpoint)
    assert len(receiver.received) == sent + 2


def test_one_that_is_gone_is_switched_off_at_once(cast: Cast, receiver: Receiver) -> None:
    receiver.statuses = [410]
    endpoint = add_endpoint(cast.hanna, url=receiver.url)
    accept(cast.order().number, maker=cast.byrne, by=cast.hanna)
    go(endpoint)
    endpoint.refresh_from_db()
    assert (endpoint.why_off, len(receiver.received)) == ("gone", 1)


@pytest.mark.parametrize("between", [True, False])
def test_who_has_left_is_sent_nothing(cast: Cast, receiver: Receiver, between: bool) -> None:
    """D1: neither what happens then, nor what waited."""
    endpoint = add_endpoint(cast.ravi, url=receiver.url)
    cast.order()
    if between:
        hand_out()
    MakerMember.objects.filter(user=cast.ravi).delete()
    go(endpoint)
    endpoint.refresh_from_db()
    assert (endpoint.why_off, receiver.received) == ("left", [])
    with pytest.raises(Refused):
        resume(endpoint.pk, by=User.objects.get(pk=cast.ravi.pk))


def test_who_is_deactivated_is_sent_nothing(cast: Cast, receiver: Receiver) -> None:
    endpoint = add_endpoint(cast.hanna, url=receiver.url)
    cast.order()
    User.objects.filter(pk=cast.hanna.pk).update(is_active=False)
    go(endpoint)
    assert receiver.received == []


def test_both_secrets_sign_for_a_day(cast: Cast, receiver: Receiver) -> None:
    endpoint = add_endpoint(cast.hanna, url=receiver.url)
    new = rotate_secret(endpoint.pk, by=cast.hanna)
    with pytest.raises(Refused):
        rotate_secret(endpoint.pk, by=cast.hanna)
    cast.order()
    go(endpoint)
    assert new.secret != endpoint.secret
    assert receiver.received[0].verified(new.secret) == receiver.received[0].verified(endpoint.secret)
    Endpoint.objects.update(old_secret_until=timezone.now())
    cast.order()
    go(endpoint)
    assert receiver.received[1].verified(new.secret)
    with pytest.raises(WebhookVerificationError):
        receiver.received[1].verified(endpoint.secret)


def test_what_happens_while_it_is_paused_waits(cast: Cast, receiver: Receiver) -> None:
    endpoint = add_endpoint(cast.hanna, url=receiver.url)
    pause(endpoint.pk, by=cast.hanna)
    cast.order()
    go(endpoint)
    assert receiver.received == []
    resume(endpoint.pk, by=cast.hanna)
    go(endpoint)
    assert types(receiver) == ["order.placed"]


def test_one_can_be_sent_again_and_a_deleted_one_is_sent_nothing(cast: Cast, receiver: Receiver) -> None:
    endpoint = add_endpoint(cast.hanna, url=receiver.url)
    cast.order()
    go(endpoint)
    delivery = Delivery.objects.get()
    with pytest.raises(Endpoint.DoesNotExist):
        send_again(delivery.pk, endpoint_id=endpoint.pk, by=cast.ravi)
    send_again(delivery.pk, endpoint_id=endpoint.pk, by=cast.hanna)
    go(endpoint)
    assert [one.id for one in receiver.received] == [delivery.message_id] * 2
    retire(endpoint.pk, by=cast.hanna)
    cast.order()
    go(endpoint)
    assert len(receiver.received) == 2


def test_there_is_an_end_to_how_many_one_may_have(cast: Cast) -> None:
    for number in range(MOST_ENDPOINTS):
        add_endpoint(cast.hanna, url=f"http://127.0.0.1:8009/{number}")
    with pytest.raises(Refused, match="You have 5 webhooks"):
        add_endpoint(cast.hanna, url="http://127.0.0.1:8009/x")
    add_endpoint(cast.ravi, url="http://127.0.0.1:8009/x")
