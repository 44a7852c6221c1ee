"""Idempotency-Key: done once, answered alike (D7)."""

import pytest
from django.db import connection

from anam.api.idempotency import forget_old_answers
from anam.api.models import IdempotentResponse
from anam.api.tests.calling import Caller, code_of
from anam.history.models import Entry
from anam.orders.models import Order
from conftest import Cast

WORDS = "I am so sorry: my kiln is down until spring."
DECLINE = {"reason": "too_late", "explanation": WORDS}


@pytest.fixture
def hanna(cast: Cast) -> Caller:
    return Caller.of(cast.hanna)


def test_the_same_key_and_body_give_the_same_answer(cast: Cast, hanna: Caller) -> None:
    order = cast.order(told=True)
    first = hanna.post(f"/orders/{order.number}/decline", DECLINE, key="k")
    again = hanna.post(f"/orders/{order.number}/decline", dict(reversed(DECLINE.items())), key="k")
    assert first.status_code == again.status_code == 200
    assert first.content == again.content
    assert again["Idempotency-Replayed"] == "true"
    assert again["Content-Type"] == first["Content-Type"]
    assert code_of(hanna.post(f"/orders/{order.number}/decline", DECLINE)) == "already_declined"


def test_a_refusal_is_an_answer_too(cast: Cast, hanna: Caller) -> None:
    """What was refused stays refused under that key, and is one attempt in the history (D12)."""
    order = cast.order()
    for _ in range(2):
        answer = hanna.post(f"/orders/{order.number}/decline", DECLINE, key="k")
        assert (answer.status_code, code_of(answer)) == (409, "buyer_not_contacted")
    assert Entry.objects.filter(order=order, kind="decline_refused").count() == 1
    Order.objects.filter(pk=order.pk).update(contacted_at=order.placed_at, contacted_how="phone")
    assert hanna.post(f"/orders/{order.number}/decline", DECLINE, key="k").status_code == 409
    assert hanna.post(f"/orders/{order.number}/decline", DECLINE, key="another").status_code == 200


def test_the_same_key_for_something_else_is_refused(cast: Cast, hanna: Caller) -> None:
    order, other = cast.order(told=True), cast.order(told=True)
    hanna.post(f"/orders/{order.number}/accept", key="k")
    for number, body in ((order.number, {"a": 1}), (other.number, None)):
        answer = hanna.post(f"/orders/{number}/accept", body, key="k")
        assert (answer.status_code, code_of(answer)) == (422, "idempotency_key_used")
    assert Order.objects.get(pk=other.pk).status == "placed"


def test_a_key_is_its_persons_own(cast: Cast, hanna: Caller) -> None:
    """Another token of the same person is given the same answer; another person's key is another key."""
    order = cast.order()
    hanna.post(f"/orders/{order.number}/accept", key="k")
    assert Caller.of(cast.hanna, name="another").post(f"/orders/{order.number}/accept", key="k").status_code == 200
    answer = Caller.of(cast.ravi).post(f"/orders/{order.number}/accept", key="k")
    assert code_of(answer) == "already_accepted"


def test_a_key_is_forgotten_after_48_hours(cast: Cast, hanna: Caller) -> None:
    order = cast.order()
    hanna.post(f"/orders/{order.number}/accept", key="k")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE api_kept_answer SET at = at - interval '47 hours 59 minutes'")
        assert forget_old_answers() == 0
        assert hanna.post(f"/orders/{order.number}/accept", key="k").status_code == 200
        cursor.execute("UPDATE api_kept_answer SET at = at - interval '1 minute'")
    assert code_of(hanna.post(f"/orders/{order.number}/accept", key="k")) == "already_accepted"
    assert IdempotentResponse.objects.count() == 1
    IdempotentResponse.objects.update(at="2020-01-01T00:00:00Z")
    assert forget_old_answers() == 1


@pytest.mark.parametrize("key", ["", "é", "x" * 256, "a\tb"])
def test_a_key_that_is_none_is_refused(cast: Cast, hanna: Caller, key: str) -> None:
    order = cast.order()
    answer = hanna.post(f"/orders/{order.number}/accept", key=key)
    assert (answer.status_code, code_of(answer)) == (400, "idempotency_key_unusable")
    assert Order.objects.get(pk=order.pk).status == "placed"


def test_every_post_honours_a_key(cast: Cast) -> None:
    """An order is recorded once, and a message is written once."""
    sam, ines = Caller.of(cast.sam), Caller.of(cast.ines)
    new = {
        "number": "A-1",
        "maker": "byrne",
        "buyer": "harbor",
        "currency": "USD",
        "lines": [{"title": "Mug", "quantity": 1, "unit_price": 100}],
    }
    answers = [sam.post("/orders", new, key="k") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].content == answers[1].content
    conversation = {"maker": "byrne", "message": "Do you ship to Maine?"}
    answers = [ines.post("/conversations", conversation, key="k") for _ in range(2)]
    assert answers[0].json()["id"] == answers[1].json()["id"]
