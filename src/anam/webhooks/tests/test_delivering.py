"""Every event is sent, in order, once; again with the same id until it is accepted; and then no more."""

import json

import jsonschema_rs
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from standardwebhooks import WebhookVerificationError

from anam import numbering
from anam.api.description import description
from anam.api.tests.calling import Caller
from anam.orders.cancellation.decline import decline
from anam.orders.fulfilment.accept import accept
from anam.people.actions.remove_member import remove_member
from anam.people.models import User
from anam.refusals import Refused
from anam.webhooks.actions.add_endpoint import MAX_ENDPOINTS, add_endpoint
from anam.webhooks.actions.fan_out import fan_out
from anam.webhooks.actions.pause import pause
from anam.webhooks.actions.resume import resume
from anam.webhooks.actions.retire import retire
from anam.webhooks.actions.rotate_secret import rotate_secret
from anam.webhooks.actions.send_again import send_again
from anam.webhooks.actions.send_latest import send_latest
from anam.webhooks.models import Delivery, Endpoint
from anam.webhooks.tests.going import go, let_it_stand, types
from anam.webhooks.tests.receiver import Receiver, receiving
from conftest import Cast

WORDS = "I am so sorry: my kiln is down until spring."


def test_the_events_of_the_feed_are_sent_in_order_signed_and_once(cast: Cast, receiver: Receiver) -> None:
    accept(cast.order().number, maker=cast.byrne, by=cast.hanna)
    let_it_stand()
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


def test_the_last_event_is_sent_to_try_it_out_and_comes_but_once_by_itself(cast: Cast, receiver: Receiver) -> None:
    endpoint = add_endpoint(cast.hanna, url=receiver.url)
    with pytest.raises(Refused, match="Nothing has happened yet"):
        send_latest(endpoint.pk, by=cast.hanna)
    cast.order()
    delivery = send_latest(endpoint.pk, by=cast.hanna)
    go(endpoint)
    go(endpoint)
    assert [one.id for one in receiver.received] == [delivery.message_id]
    send_latest(endpoint.pk, by=cast.hanna)
    go(endpoint)
    assert len(receiver.received) == 2
    with pytest.raises(Endpoint.DoesNotExist):
        send_latest(endpoint.pk, by=cast.otto)


def test_nothing_new_costs_the_same_for_one_webhook_and_for_twenty(cast: Cast) -> None:
    """Every two seconds, on one small server."""
    costs = []
    for people in ([cast.hanna], [cast.otto, cast.ravi, cast.ines, cast.sam]):
        for who in people:
            for number in range(MAX_ENDPOINTS):
                add_endpoint(who, url=f"http://127.0.0.1:8009/{number}")
        cast.order()
        fan_out()
        Delivery.objects.all().delete()
        with CaptureQueriesContext(connection) as queries:
            fan_out()
        costs.append(len(queries))
    assert costs == [8, 8]


def test_whom_nothing_new_concerns_costs_nothing(cast: Cast, receiver: Receiver) -> None:
    theirs, rivals = add_endpoint(cast.hanna, url=receiver.url), add_endpoint(cast.otto, url=receiver.url)
    cast.order()
    with CaptureQueriesContext(connection) as queries:
        fan_out()
    assert sum('FOR UPDATE OF "webhook_endpoint"' in one["sql"] for one in queries) == 1
    theirs.refresh_from_db()
    rivals.refresh_from_db()
    assert theirs.last_seq == rivals.last_seq


@pytest.mark.parametrize("between", [True, False])
def test_what_shall_stop_when_its_maker_leaves_is_sent_nothing(cast: Cast, receiver: Receiver, between: bool) -> None:
    """D1: neither what happens then, nor what waited; whoever stays can send it on."""
    endpoint = add_endpoint(cast.ravi, url=receiver.url)
    cast.order()
    if between:
        fan_out()
    remove_member(cast.ravi.pk, by=cast.hanna, stops_belongings=True)
    go(endpoint)
    endpoint.refresh_from_db()
    assert (endpoint.why_off, receiver.received) == ("left", [])
    with pytest.raises(Endpoint.DoesNotExist):
        resume(endpoint.pk, by=User.objects.get(pk=cast.ravi.pk))
    resume(endpoint.pk, by=cast.hanna)
    go(endpoint)
    assert len(receiver.received) == 1


def test_what_goes_on_when_its_maker_leaves_is_the_houses(cast: Cast, receiver: Receiver) -> None:
    endpoint = add_endpoint(cast.ravi, url=receiver.url)
    remove_member(cast.ravi.pk, by=cast.hanna, stops_belongings=False)
    cast.order()
    go(endpoint)
    assert len(receiver.received) == 1
    assert list(Endpoint.objects.of(cast.hanna)) == [endpoint]
    assert not Endpoint.objects.of(cast.otto).exists()


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
        send_again(delivery.pk, endpoint_id=endpoint.pk, by=cast.otto)
    send_again(delivery.pk, endpoint_id=endpoint.pk, by=cast.hanna)
    go(endpoint)
    assert [one.id for one in receiver.received] == [delivery.message_id] * 2
    retire(endpoint.pk, by=cast.hanna)
    cast.order()
    go(endpoint)
    assert len(receiver.received) == 2


def test_there_is_an_end_to_how_many_one_may_have(cast: Cast) -> None:
    for number in range(MAX_ENDPOINTS):
        add_endpoint(cast.hanna, url=f"http://127.0.0.1:8009/{number}")
    with pytest.raises(Refused, match="There are 10 webhooks"):
        add_endpoint(cast.ravi, url="http://127.0.0.1:8009/x")
    add_endpoint(cast.otto, url="http://127.0.0.1:8009/x")


def test_what_is_sent_is_what_the_description_of_the_api_says(cast: Cast, receiver: Receiver) -> None:
    endpoint = add_endpoint(cast.hanna, url=receiver.url)
    order = cast.order(told=True)
    decline(order.number, maker=cast.byrne, by=cast.hanna, reason="too_late", explanation=WORDS)
    go(endpoint)
    described = description()["webhooks"]["event"]["post"]
    content = described["requestBody"]["content"]["application/json"]
    schema = {**content["schema"], "components": description()["components"]}
    for body in [*(json.loads(one.body) for one in receiver.received), content["example"]]:
        jsonschema_rs.validate(schema, body)
    for parameter in described["parameters"]:
        assert parameter["name"] in receiver.received[0].headers


def test_one_job_waits_for_an_endpoint_however_often_the_clock_looks(cast: Cast) -> None:
    """… and the database is not asked for a second, which it would refuse in its log."""
    add_endpoint(cast.hanna, url="http://127.0.0.1:8009/")
    cast.order()
    fan_out()
    with CaptureQueriesContext(connection) as queries:
        fan_out()
    assert not [one for one in queries if "defer_job" in one["sql"]]
    assert ProcrastinateJob.objects.filter(task_name="webhooks.send_due", status="todo").count() == 1


def test_what_happened_before_it_was_added_is_not_sent_however_much_it_was(
    cast: Cast, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An import leaves more entries than are given their place at once."""
    monkeypatch.setattr(numbering, "MAX_AT_ONCE", 2)
    for _ in range(5):
        cast.order()
    endpoint = add_endpoint(cast.hanna, url=receiver.url)
    go(endpoint)
    assert receiver.received == []
    order = cast.order()
    go(endpoint)
    assert [json.loads(one.body)["data"]["order"] for one in receiver.received] == [order.number]
