"""A member's page of webhooks: theirs alone, whole in every state, and without surprises."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.html import squeezed

from anam.orders.fulfilment.accept import accept
from anam.people.models import User
from anam.refusals import Refused
from anam.webhooks.actions.add_endpoint import add_endpoint
from anam.webhooks.actions.choose_types import choose_types, types_for
from anam.webhooks.actions.fan_out import fan_out
from anam.webhooks.actions.pause import pause
from anam.webhooks.models import Delivery, Endpoint
from anam.webhooks.tests.going import go
from anam.webhooks.tests.receiver import Receiver, receiving
from conftest import Cast, after_the_session

SignIn = Callable[[User], Client]
ALL = "/preferences/webhooks/"
VERBS = ("types", "secret", "pause", "resume", "delete", "latest")


def page_of(endpoint: Endpoint) -> str:
    return f"{ALL}{endpoint.pk}/"


@pytest.fixture
def sent(cast: Cast, receiver: Receiver) -> Delivery:
    endpoint = add_endpoint(cast.hanna, url=receiver.url, description="Our stock")
    cast.order()
    go(endpoint)
    return Delivery.objects.get()


def test_one_is_added_and_its_secret_shown(cast: Cast, sign_in: SignIn, receiver: Receiver) -> None:
    client = sign_in(cast.hanna)
    answer = client.post(ALL, {"url": f" {receiver.url} ", "description": "Our \0stock"}, follow=True)
    endpoint = Endpoint.objects.get()
    assert (endpoint.url, endpoint.description) == (receiver.url, "Our stock")
    assert answer.redirect_chain == [(page_of(endpoint), 302)]
    assert endpoint.secret in answer.text
    assert "no-store" in answer.headers["Cache-Control"]
    assert "Nothing was sent yet" in answer.text


@pytest.mark.parametrize("url", ["", "shop", "https://user:word@shop.example/", "https://shop.example/#x" + "y" * 900])
def test_what_is_no_address_is_said_beside_the_field_and_kept(cast: Cast, sign_in: SignIn, url: str) -> None:
    answer = sign_in(cast.hanna).post(ALL, {"url": url, "description": "Our stock"})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert 'value="Our stock"' in answer.text
    assert not Endpoint.objects.exists()


def test_what_was_typed_survives_the_end_of_the_session(cast: Cast, client: Client, sign_in: SignIn) -> None:
    client = after_the_session(cast.hanna)
    answer = client.post(ALL, {"url": "https://shop.example/anam", "description": ""})
    assert answer.status_code == 302
    assert not Endpoint.objects.exists()
    client.force_login(cast.hanna)
    assert "https://shop.example/anam" in client.get(ALL).text


def test_to_others_it_does_not_exist(cast: Cast, sign_in: SignIn, sent: Delivery) -> None:
    """D1: not even to support."""
    here = page_of(sent.endpoint)
    for who in (cast.otto, cast.ines, cast.sam):
        client = sign_in(who)
        assert sent.endpoint.url not in client.get(ALL).text
        assert client.get(here).status_code == 404
        assert client.get(f"{here}deliveries/{sent.pk}/").status_code == 404
        for verb in (*VERBS, f"deliveries/{sent.pk}/again"):
            assert client.post(f"{here}{verb}/").status_code == 404
    sent.endpoint.refresh_from_db()
    assert sent.endpoint.is_in_force


def test_a_colleague_has_the_same_webhooks(cast: Cast, sign_in: SignIn, sent: Delivery) -> None:
    ravi = sign_in(cast.ravi)
    assert sent.endpoint.url in ravi.get(ALL).text
    assert ravi.get(page_of(sent.endpoint)).status_code == 200


def test_who_acts_for_nobody_has_none(client: Client, db: None) -> None:
    client.force_login(User.objects.create_user("nobody@example.test", "x"))
    assert client.get(ALL).status_code == 404


def test_a_visitor_is_asked_to_sign_in(client: Client, sent: Delivery) -> None:
    for address in (ALL, page_of(sent.endpoint), f"{page_of(sent.endpoint)}pause/"):
        assert client.post(address).status_code == 302
    sent.endpoint.refresh_from_db()
    assert sent.endpoint.is_in_force


@pytest.mark.parametrize("number", [2**63, 2**70, 10**30])
def test_an_enormous_number_is_nobodys(cast: Cast, sign_in: SignIn, sent: Delivery, number: int) -> None:
    client = sign_in(cast.hanna)
    here = page_of(sent.endpoint)
    assert client.get(f"{ALL}{number}/").status_code == 404
    assert client.get(f"{here}deliveries/{number}/").status_code == 404
    assert client.post(f"{here}deliveries/{number}/again/").status_code == 404
    assert client.get(f"{here}?before={number}").status_code == 200
    assert client.get(f"{here}?before=x").status_code == 200
    assert client.get(f"{here}?before={'9' * 5000}").status_code == 200


def test_the_page_shows_what_was_sent_and_what_was_answered(cast: Cast, sign_in: SignIn, sent: Delivery) -> None:
    client = sign_in(cast.hanna)
    listed = client.get(page_of(sent.endpoint)).text
    assert "order.placed" in listed
    assert "Accepted" in listed
    shown = client.get(f"{page_of(sent.endpoint)}deliveries/{sent.pk}/").text
    for words in ("thank you", "200", sent.message_id, "&quot;type&quot;: &quot;order.placed&quot;"):
        assert words in shown


def test_an_answer_is_shown_as_it_is_and_not_run(cast: Cast, sign_in: SignIn) -> None:
    with receiving(statuses=[500], says=b"<script>alert(1)</script>") as receiver:
        endpoint = add_endpoint(cast.hanna, url=receiver.url)
        cast.order()
        go(endpoint)
    page = sign_in(cast.hanna).get(f"{page_of(endpoint)}deliveries/{Delivery.objects.get().pk}/").text
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert(1)" not in page


def test_a_double_click_changes_the_secret_once(cast: Cast, sign_in: SignIn, sent: Delivery) -> None:
    client, old = sign_in(cast.hanna), sent.endpoint.secret
    client.post(f"{page_of(sent.endpoint)}secret/")
    once = Endpoint.objects.get().secret
    answer = client.post(f"{page_of(sent.endpoint)}secret/", follow=True)
    assert "less than 24 hours ago" in answer.text
    now = Endpoint.objects.get()
    assert (now.secret, now.old_secret) == (once, old)


def test_pausing_resuming_and_deleting_twice_is_once(cast: Cast, sign_in: SignIn, sent: Delivery) -> None:
    client, here = sign_in(cast.hanna), page_of(sent.endpoint)
    for verb in ("pause", "pause"):
        assert "Paused" in client.post(f"{here}{verb}/", follow=True).text
    assert "This webhook is off" in client.post(f"{here}latest/", follow=True).text
    assert "This webhook is off" in client.post(f"{here}deliveries/{sent.pk}/again/", follow=True).text
    for verb in ("resume", "resume"):
        assert "The webhook is on" in client.post(f"{here}{verb}/", follow=True).text
    assert client.post(f"{here}delete/", follow=True).redirect_chain == [(ALL, 302)]
    assert client.post(f"{here}delete/").status_code == 404
    assert "No webhooks yet" in client.get(ALL).text


def test_to_look_at_an_address_that_changes_something_changes_nothing(
    cast: Cast, sign_in: SignIn, sent: Delivery
) -> None:
    client, here = sign_in(cast.hanna), page_of(sent.endpoint)
    for verb in (*VERBS, f"deliveries/{sent.pk}/again"):
        assert client.get(f"{here}{verb}/").status_code == 302
    after = Endpoint.objects.get()
    assert (after.secret, after.is_in_force, after.retired_at) == (sent.endpoint.secret, True, None)


def test_a_page_costs_the_same_for_three_deliveries_and_for_sixty(cast: Cast, sign_in: SignIn) -> None:
    endpoint = add_endpoint(cast.hanna, url="http://127.0.0.1:8009/")
    client, costs = sign_in(cast.hanna), []
    for more in (3, 57):
        for _ in range(more):
            cast.order(lines=[(cast.bowl, 1)])
        fan_out()
        with CaptureQueriesContext(connection) as queries:
            client.get(page_of(endpoint))
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 8


def test_older_ones_are_on_further_pages(cast: Cast, sign_in: SignIn) -> None:
    endpoint = add_endpoint(cast.hanna, url="http://127.0.0.1:8009/")
    orders = [cast.order(lines=[(cast.bowl, 1)]) for _ in range(60)]
    fan_out()
    client = sign_in(cast.hanna)
    first = client.get(page_of(endpoint))
    assert orders[59].number in first.text
    assert orders[9].number not in first.text
    second = client.get(f"{page_of(endpoint)}?before={first.context['further']}")
    assert (orders[9].number in second.text, orders[0].number in second.text) == (True, True)
    assert second.context["further"] is None


def test_what_comes_by_itself_is_the_part_alone(cast: Cast, sign_in: SignIn, sent: Delivery) -> None:
    client: Any = sign_in(cast.hanna)
    part = client.get(page_of(sent.endpoint), headers={"HX-Request": "true"}).text
    assert squeezed(part).startswith('<div id="deliveries"')
    assert sent.endpoint.secret not in part


def test_one_that_is_off_says_why(cast: Cast, sign_in: SignIn) -> None:
    endpoint = add_endpoint(cast.hanna, url="http://127.0.0.1:8009/")
    Endpoint.objects.update(switched_off_at=timezone.now(), why_off="failing")
    client = sign_in(cast.hanna)
    for page in (ALL, page_of(endpoint)):
        assert "it did not accept an event for three days" in client.get(page).text
    pause(endpoint.pk, by=cast.hanna)
    assert "Resume" in client.get(page_of(endpoint)).text


def test_only_events_of_the_chosen_types_are_sent(cast: Cast, sign_in: SignIn, receiver: Receiver) -> None:
    hanna, endpoint = sign_in(cast.hanna), add_endpoint(cast.hanna, url=receiver.url)
    page = hanna.get(page_of(endpoint)).text
    assert "Every event that you may see is sent." in page
    assert 'value="order.shipped"' in page
    answer = hanna.post(f"{page_of(endpoint)}types/", {"types": ["order.accepted"]}, follow=True)
    assert "Events of these types are sent from now on." in answer.text
    assert "<code>order.accepted</code>" in answer.text
    assert answer.text.count("checked") == 1
    order = cast.order()
    accept(order.number, maker=cast.byrne, by=cast.hanna)
    go(endpoint)
    assert [delivery.type for delivery in Delivery.objects.all()] == ["order.accepted"]
    hanna.post(f"{page_of(endpoint)}types/", {})
    cast.order()
    go(endpoint)
    assert {delivery.type for delivery in Delivery.objects.all()} >= {"order.accepted", "order.placed"}


def test_there_are_only_types_that_their_reader_sees(cast: Cast, sign_in: SignIn, receiver: Receiver) -> None:
    """D5"""
    ines, endpoint = sign_in(cast.ines), add_endpoint(cast.ines, url=receiver.url)
    assert "decline.refused" not in ines.get(page_of(endpoint)).text
    for name in ("decline.refused", "order.eaten"):
        with pytest.raises(Refused) as refused:
            choose_types(endpoint.pk, by=cast.ines, types=[name])
        assert refused.value.refusal.code == "webhook_type"
    every = types_for(cast.ines)
    assert choose_types(endpoint.pk, by=cast.ines, types=every).types == [], "also those to come"


def test_of_a_rivals_webhook_no_types_are_chosen(cast: Cast, sign_in: SignIn, receiver: Receiver) -> None:
    """D1"""
    endpoint = add_endpoint(cast.hanna, url=receiver.url)
    assert sign_in(cast.otto).post(f"{page_of(endpoint)}types/", {"types": ["order.placed"]}).status_code == 404
    assert Endpoint.objects.get().types == []
