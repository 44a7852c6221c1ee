"""Every call by everybody: what one may not see does not exist, and what one may not do is not done (D1)."""

from collections.abc import Iterator
from typing import Any

import pytest
from pytest_django import DjangoDbBlocker

from anam.api.actions.revoke_token import revoke_token
from anam.api.description import calls
from anam.api.models import Token
from anam.api.tests.calling import Caller, code_of
from anam.conversations.actions.write_as_buyer import write_as_buyer
from anam.orders.escalation.ask_support import ask_support
from anam.orders.models import Order
from anam.people.models import Buyer, BuyerMember, User
from conftest import Cast, make_cast, undone

WORDS = "I am so sorry: my kiln is down until spring."
ROLES = ("nobody", "buyer", "other buyer", "maker", "rival", "support", "revoked", "read-only")
NEW = {
    "number": "N-1",
    "maker": "byrne",
    "buyer": "harbor",
    "currency": "USD",
    "lines": [{"title": "Mug", "quantity": 1, "unit_price": 100}],
}
# By call: what is sent, and what the roles are answered, in the order of ROLES.
GETS = {
    "/orders": (401, 200, 200, 200, 200, 200, 401, 200),
    "/orders/{number}": (401, 200, 404, 200, 404, 200, 401, 200),
    "/orders/{number}/history": (401, 200, 404, 200, 404, 200, 401, 200),
    "/orders/{number}/decline": (401, 404, 404, 200, 404, 404, 401, 200),
    "/orders/{number}/cancel": (401, 404, 404, 404, 404, 200, 401, 404),
    "/orders/{number}/refund": (401, 404, 404, 404, 404, 200, 401, 404),
    "/products": (401, 404, 404, 200, 200, 404, 401, 200),
    "/products/{sku}": (401, 404, 404, 200, 404, 404, 401, 200),
    "/ledger": (401, 404, 404, 200, 200, 200, 401, 200),
    "/events": (401, 200, 200, 200, 200, 200, 401, 200),
    "/conversations": (401, 200, 200, 200, 200, 200, 401, 200),
    "/conversations/{id}/messages": (401, 200, 404, 200, 404, 200, 401, 200),
}
REFUND = {"reason": "damaged", "words": WORDS, "amount": 100}
DECLINE = {"reason": "too_late", "explanation": WORDS}
CASE = {"kind": "tell_buyer", "message": WORDS, "reason": "too_late", "explanation": WORDS}
# Of an operation that there is not; with one, see test_confirming.
CONFIRM = {"operation": 1, "outcome": "done", "amount": 1, "reference": "re_1"}
POSTS: dict[str, tuple[Any, tuple[int, ...]]] = {
    "/orders": (NEW, (401, 403, 403, 403, 403, 201, 401, 403)),
    "/orders/{number}/decline": (DECLINE, (401, 404, 404, 200, 404, 404, 401, 403)),
    "/orders/{number}/cancel": (DECLINE, (401, 404, 404, 404, 404, 200, 401, 403)),
    "/orders/{number}/refund": (REFUND, (401, 404, 404, 404, 404, 409, 401, 403)),
    "/orders/{number}/contact": ({"message": WORDS}, (401, 404, 404, 200, 404, 404, 401, 403)),
    "/orders/{number}/accept": (None, (401, 404, 404, 200, 404, 404, 401, 403)),
    "/orders/{number}/unaccept": (None, (401, 404, 404, 409, 404, 404, 401, 403)),
    "/orders/{number}/ship": ({"carrier": "An Post"}, (401, 404, 404, 409, 404, 404, 401, 403)),
    "/orders/{number}/support-cases": (CASE, (401, 404, 404, 409, 404, 404, 401, 403)),
    "/support-cases/{id}/resolve": (
        {"outcome": "refused", "message": WORDS}, (401, 404, 404, 404, 404, 200, 401, 403)
    ),
    "/orders/{number}/payment/confirm": (CONFIRM, (401, 404, 404, 403, 404, 404, 401, 403)),
    "/orders/{number}/payment/operations/{id}/retry": (None, (401, 404, 404, 404, 404, 404, 401, 403)),
    "/orders/{number}/payment/operations/{id}/correct": (
        {"words": WORDS}, (401, 404, 404, 404, 404, 404, 401, 403)
    ),
    "/orders/{number}/returns": (
        {"words": WORDS, "lines": [{"id": 1, "quantity": 1}]}, (401, 409, 404, 404, 404, 409, 401, 403)
    ),
    "/orders/{number}/returns/{id}/agree": ({"words": WORDS}, (401, 404, 404, 404, 404, 404, 401, 403)),
    "/orders/{number}/returns/{id}/sent": ({"carrier": "An Post"}, (401, 404, 404, 404, 404, 404, 401, 403)),
    "/orders/{number}/returns/{id}/received": (
        {"lines": [{"id": 1, "quantity": 1}]}, (401, 404, 404, 404, 404, 404, 401, 403)
    ),
    "/orders/{number}/returns/{id}/refund": (REFUND, (401, 404, 404, 404, 404, 404, 401, 403)),
    "/orders/{number}/returns/{id}/refuse": ({"words": WORDS}, (401, 404, 404, 404, 404, 404, 401, 403)),
    "/conversations": ({"maker": "byrne", "message": "Hello"}, (401, 201, 201, 403, 403, 403, 401, 403)),
    "/conversations/{id}/messages": ({"message": "Hello"}, (401, 201, 404, 201, 404, 403, 401, 403)),
}  # fmt: skip
PLATE = {"title": "Plate", "unit_price": 2200}
CHANGES: dict[str, tuple[Any, tuple[int, ...]]] = {
    "put": (PLATE, (401, 404, 404, 200, 201, 404, 401, 403)),
    "patch": (PLATE, (401, 404, 404, 200, 404, 404, 401, 403)),
}


@pytest.fixture(scope="module")
def cast(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Cast]:
    """One world for all tests of this file."""
    with django_db_blocker.unblock(), undone():
        yield make_cast()


@pytest.fixture(autouse=True)
def _what_one_test_does_is_undone(cast: Cast) -> Iterator[None]:
    with undone():
        yield


@pytest.fixture(scope="module")
def callers(cast: Cast) -> dict[str, Caller]:
    tom = User.objects.create_user("tom@test.example", name="Tom")
    BuyerMember.objects.create(user=tom, buyer=Buyer.objects.create(slug="quay", name="North Quay"))
    revoked = Caller.of(cast.ravi)
    revoke_token(Token.objects.get(user=cast.ravi).pk, by=cast.ravi)
    return {
        "nobody": Caller(None),
        "buyer": Caller.of(cast.ines),
        "other buyer": Caller.of(tom),
        "maker": Caller.of(cast.hanna),
        "rival": Caller.of(cast.otto),
        "support": Caller.of(cast.sam),
        "revoked": revoked,
        "read-only": Caller.of(cast.hanna, name="reads", reads_only=True),
    }


@pytest.fixture(scope="module")
def order(cast: Cast) -> Order:
    return cast.order(told=True)


@pytest.fixture(scope="module")
def conversation_id(cast: Cast) -> int:
    return write_as_buyer("In blue?", buyer=cast.harbor, maker=cast.byrne, by=cast.ines).conversation_id


def filled(path: str, order: Order, conversation_id: int, case_id: int = 0) -> str:
    return path.format(number=order.number, sku="MUG-01", id=case_id if "cases" in path else conversation_id)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("path", GETS)
def test_what_may_be_read(callers: dict[str, Caller], order: Order, conversation_id: int, path: str, role: str) -> None:
    answer = callers[role].get(filled(path, order, conversation_id))
    assert answer.status_code == GETS[path][ROLES.index(role)]
    if answer.status_code != 200:
        assert code_of(answer) in ("token_missing", "not_found")
    if role in ("other buyer", "rival"):
        assert order.number not in answer.content.decode().replace(filled(path, order, conversation_id), "")


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("path", POSTS)
def test_what_may_be_done(
    cast: Cast, callers: dict[str, Caller], order: Order, conversation_id: int, path: str, role: str
) -> None:
    sent, statuses = POSTS[path]
    case_id = 0
    if "cases/{id}" in path:
        untold = cast.order()
        case_id = ask_support(untold.number, maker=cast.byrne, by=cast.hanna, reason="too_late", explanation=WORDS).pk
    before = Order.objects.count()
    answer = callers[role].post(filled(path, order, conversation_id, case_id), sent)
    assert answer.status_code == statuses[ROLES.index(role)], answer.content
    if answer.status_code >= 400:
        code_of(answer)
        order.refresh_from_db()
        assert (order.status, order.cases.count(), Order.objects.count()) == ("placed", 0, before)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("method", CHANGES)
def test_who_may_change_a_product(cast: Cast, callers: dict[str, Caller], method: str, role: str) -> None:
    sent, statuses = CHANGES[method]
    answer = getattr(callers[role], method)("/products/MUG-01", sent)
    assert answer.status_code == statuses[ROLES.index(role)], answer.content
    cast.mug.refresh_from_db()
    assert cast.mug.title == ("Plate" if role == "maker" else "Mug, oatmeal")


@pytest.mark.parametrize("kind", ["tell_buyer", "late_decline", "complaint"])
@pytest.mark.parametrize("role", ROLES)
def test_each_side_asks_support_in_its_own_way(
    cast: Cast, callers: dict[str, Caller], conversation_id: int, kind: str, role: str
) -> None:
    """D6"""
    order = cast.order()
    answer = callers[role].post(f"/orders/{order.number}/support-cases", {**CASE, "kind": kind})
    asks = "buyer" if kind == "complaint" else "maker"
    others = {"nobody": 401, "revoked": 401, "read-only": 403}
    assert answer.status_code == (201 if role == asks else others.get(role, 404))


def test_the_matrix_has_every_call() -> None:
    known = {(method, path) for path, methods in calls()["paths"].items() for method in methods}
    products = {(method, "/api/v1/products/{sku}") for method in CHANGES}
    gets, posts = ({(method, f"/api/v1{path}") for path in of} for method, of in (("get", GETS), ("post", POSTS)))
    assert known == gets | posts | products
