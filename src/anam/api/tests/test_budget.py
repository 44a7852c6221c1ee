"""What each act costs, every statement counted: BEGIN and COMMIT, the token, the limit and the answer too (design, 7).

With a key it is four more: the key is taken and looked up, the action's own transaction becomes a savepoint that is
set and released, and the answer is kept.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anam.api.tests.calling import Caller
from anam.orders.models import Line, Order
from conftest import Cast

DECLINE: dict[str, Any] = {"reason": "too_late", "explanation": "I am so sorry: my kiln is down until spring."}
WITH_A_KEY = 4
Act = tuple[str, dict[str, Any] | None]


def whole(order: Order) -> Act:
    return "decline", DECLINE


def with_a_choice_of_stock(order: Order) -> Act:
    return "decline", {**DECLINE, "restock": True}


def part(order: Order) -> Act:
    line = Line.objects.filter(order=order).first()
    assert line
    return "decline", {**DECLINE, "lines": [{"id": line.pk, "quantity": 1}]}


def contact(order: Order) -> Act:
    return "contact", {"message": "I am sorry: my kiln broke this morning."}


def accept(order: Order) -> Act:
    return "accept", None


def ship(order: Order) -> Act:
    Order.objects.filter(pk=order.pk).update(status="accepted")
    return "ship", {"carrier": "An Post", "tracking": "AP-1"}


@pytest.mark.parametrize("key", [None, "once"])
@pytest.mark.parametrize(
    ("act", "cost"),
    [(whole, 11), (with_a_choice_of_stock, 12), (part, 10), (contact, 12), (accept, 9), (ship, 11)],
)
def test_an_act_costs_so_many_statements(cast: Cast, act: Callable[[Order], Act], cost: int, key: str | None) -> None:
    Caller.of(cast.ines).post("/conversations", {"maker": "byrne", "message": "Do you ship to Maine?"})
    order, hanna = cast.order(told=act is not contact), Caller.of(cast.hanna)
    path, body = act(order)
    with CaptureQueriesContext(connection) as asked:
        answer = hanna.post(f"/orders/{order.number}/{path}", body, key=key)
    assert answer.status_code == 200, answer.content
    assert len(asked) == cost + (WITH_A_KEY if key else 0), "\n".join(query["sql"][:90] for query in asked)


def test_an_answer_that_is_given_again_costs_the_look_alone(cast: Cast) -> None:
    """The token, BEGIN, the key with its answer, COMMIT."""
    order, hanna = cast.order(told=True), Caller.of(cast.hanna)
    first = hanna.post(f"/orders/{order.number}/decline", DECLINE, key="once")
    with CaptureQueriesContext(connection) as asked:
        again = hanna.post(f"/orders/{order.number}/decline", DECLINE, key="once")
    assert again.content == first.content
    assert len(asked) == 4


@pytest.mark.parametrize("who", ["hanna", "ines", "sam"])
def test_whom_a_token_acts_for_is_asked_once(cast: Cast, who: str) -> None:
    """The token, its person, their maker or buyer, the limit and the note of its use are one statement."""
    order, caller = cast.order(), Caller.of(getattr(cast, who))
    with CaptureQueriesContext(connection) as asked:
        assert caller.get(f"/orders/{order.number}").status_code == 200
    assert len(asked) == 2


def test_what_comes_back_is_what_is_read_afterwards(cast: Cast) -> None:
    order, hanna = cast.order(told=True), Caller.of(cast.hanna)
    path, body = part(order)
    for sent in (body, DECLINE):
        told = hanna.post(f"/orders/{order.number}/{path}", sent).json()
        assert told == hanna.get(f"/orders/{order.number}").json()
    assert [len(told["removals"]), len(told["cancellation"]["lines"])] == [1, 2]
