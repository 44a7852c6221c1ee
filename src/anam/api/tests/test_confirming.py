"""`POST /orders/{number}/payment/confirm`: every answer that the design gives it (M1, M2)."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from anam.api.tests.calling import Caller
from anam.clock import database_now
from anam.orders.models import Order
from anam.people.models import User
from anam.policy.actions.change_policy import change_policy
from conftest import Cast

NEW: dict[str, Any] = {
    "number": "S-1",
    "maker": "byrne",
    "buyer": "harbor",
    "currency": "USD",
    "payment": "captured",
    "holder_name": "Shopify",
    "lines": [{"title": "Mug", "quantity": 2, "unit_price": 1450}],
}
TOTAL = 2900


def caller(person: User) -> Caller:
    """With a token of its own, so that one may be made for each call."""
    return Caller.of(person, name=uuid4().hex)


def due(cast: Cast, **more: Any) -> dict[str, Any]:
    """What is due of an order that support recorded and Hanna declined."""
    recorded = caller(cast.sam).post("/orders", {**NEW, **more})
    assert recorded.status_code == 201, recorded.content
    Order.objects.filter(number="S-1").update(contacted_at=database_now(), contacted_how="phone")
    body = {"reason": "too_late", "explanation": "I am so sorry: my kiln is down until spring."}
    told = caller(cast.hanna).post("/orders/S-1/decline", body).json()
    operation: dict[str, Any] = told["payment"]["operations"][0]
    return operation


def confirm(by: Caller, operation: dict[str, Any], **more: Any) -> Any:
    said = {"operation": operation["id"], "outcome": "done", "amount": operation["amount"], "reference": "re_1"}
    said |= more
    return by.post("/orders/S-1/payment/confirm", {key: value for key, value in said.items() if value is not None})


def test_an_order_from_elsewhere_says_who_holds_its_money_and_what_is_due(cast: Cast) -> None:
    operation = due(cast)
    assert (operation["kind"], operation["amount"], operation["state"]) == ("refund", TOTAL, "queued")
    told = caller(cast.ines).get("/orders/S-1").json()["payment"]
    assert (told["status"], told["holder"], told["holder_name"]) == ("refund_pending", "external", "Shopify")


def test_done_and_said_again_is_200_and_another_answer_409(cast: Cast) -> None:
    sam, operation = caller(cast.sam), due(cast)
    for _ in range(2):
        answer = confirm(sam, operation)
        assert answer.status_code == 200
        assert answer.json()["payment"]["status"] == "refunded"
    assert answer.json()["payment"]["operations"][0]["reference"] == "re_1"
    for other in ({"reference": "re_2"}, {"outcome": "refused", "words": "No."}):
        answer = confirm(sam, operation, **other)
        assert (answer.status_code, answer.json()["code"]) == (409, "operation_closed")


def test_the_reference_is_for_support_and_the_maker_alone(cast: Cast) -> None:
    operation = due(cast)
    confirm(caller(cast.sam), operation)
    for person, reads in ((cast.sam, True), (cast.hanna, True), (cast.ines, False)):
        reader = caller(person)
        for path in ("/orders/S-1", "/orders"):
            assert ("re_1" in reader.get(path).content.decode()) == reads, path
        for path in ("/orders/S-1/history", "/events"):
            assert "re_1" not in reader.get(path).content.decode()


@pytest.mark.parametrize(
    "said",
    [
        {"amount": TOTAL + 1},
        {"amount": 0},
        {"reference": None},
        {"outcome": "refused"},
        {"at": "2999-01-01T00:00:00Z"},
        {"outcome": "perhaps"},
        {"outcome": "refused", "words": "No.", "captured": True},
        {"words": "x" * 301},
    ],
)
def test_what_cannot_be_said_is_422(cast: Cast, said: dict[str, Any]) -> None:
    operation = due(cast)
    assert confirm(caller(cast.sam), operation, **said).status_code == 422
    assert caller(cast.sam).get("/orders/S-1").json()["payment"]["refunded"] == 0


def test_support_splits_a_sum_and_the_rest_is_due_by_itself(cast: Cast) -> None:
    operation = due(cast)
    told = confirm(caller(cast.sam), operation, amount=900).json()["payment"]
    assert [(one["amount"], one["state"]) for one in told["operations"]] == [(900, "done"), (2000, "queued")]
    assert (told["status"], told["refunded"]) == ("refund_pending", 900)


def test_a_refusal_opens_a_case(cast: Cast) -> None:
    operation = due(cast)
    answer = confirm(caller(cast.sam), operation, outcome="refused", reference=None, words="The card is closed.")
    assert answer.json()["payment"]["operations"][0]["state"] == "refused"
    assert Order.objects.get(number="S-1").cases.get().question == "The card is closed."


def test_a_maker_may_where_the_policy_allows_it_and_is_told_who_may_where_not(cast: Cast) -> None:
    operation, hanna = due(cast), caller(cast.hanna)
    answer = confirm(hanna, operation)
    assert (answer.status_code, answer.json()["code"]) == (403, "role_forbids")
    assert "Support" in answer.json()["detail"]
    for stranger in (cast.ines, cast.otto):
        assert confirm(caller(stranger), operation).status_code == 404


def test_a_maker_whose_policy_allows_it_confirms_all_of_it(cast: Cast) -> None:
    change_policy(by=cast.sam, why="They know their shops", makers_may_confirm_payments=True)
    operation, hanna = due(cast), caller(cast.hanna)
    assert confirm(hanna, operation, amount=1).status_code == 422
    assert confirm(hanna, operation, at=(database_now() - timedelta(minutes=1)).isoformat()).status_code == 200


def test_support_has_what_was_refused_tried_again(cast: Cast) -> None:
    """M4: not what waits for somebody's word, nor what was begun anew; for others there is no such call."""
    sam, operation = caller(cast.sam), due(cast)
    path = f"/orders/S-1/payment/operations/{operation['id']}/retry"
    answer = sam.post(path)
    assert (answer.status_code, answer.json()["code"]) == (409, "held_elsewhere")
    confirm(sam, operation, outcome="refused", words="The card is closed.")
    answer = sam.post(path)
    assert answer.status_code == 200
    states = [(one["kind"], one["amount"], one["state"]) for one in answer.json()["payment"]["operations"]]
    assert states == [("refund", TOTAL, "superseded"), ("refund", TOTAL, "queued")]
    answer = sam.post(path)
    assert (answer.status_code, answer.json()["code"]) == (409, "operation_closed")
    new = caller(cast.sam).get("/orders/S-1").json()["payment"]["operations"][1]
    assert confirm(sam, new).json()["payment"]["status"] == "refunded"
    for person in (cast.hanna, cast.ines):
        assert caller(person).post(path).status_code == 404
    assert sam.post("/orders/S-1/payment/operations/999999/retry").status_code == 404


def test_an_operation_that_there_is_not_is_404(cast: Cast) -> None:
    operation = due(cast)
    assert confirm(caller(cast.sam), {**operation, "id": operation["id"] + 1000}).status_code == 404


def test_the_feed_tells_what_is_due_and_what_was_confirmed(cast: Cast) -> None:
    operation = due(cast)
    confirm(caller(cast.sam), operation)
    for person in (cast.hanna, cast.ines):
        events = {one["type"]: one for one in caller(person).get("/events").json()["items"]}
        assert events["payment.refund_due"]["money"] == {"kind": "refund", "amount": TOTAL, "currency": "USD"}
        assert events["payment.confirmed"]["money"] == {"kind": "refunded", "amount": TOTAL, "currency": "USD"}
        assert events["payment.confirmed"]["text"].startswith("Shopify refunded $29.00 (confirmed by Sam on ")


def test_the_sandbox_is_a_demos_and_refused_in_production(cast: Cast, settings: Any) -> None:
    """M1"""
    operation = due(cast, holder="sandbox", holder_name="")
    answer = confirm(caller(cast.sam), operation)
    assert (answer.status_code, answer.json()["code"]) == (409, "gateway_confirms")
    settings.PRODUCTION = True
    answer = caller(cast.sam).post("/orders", {**NEW, "number": "S-2", "holder": "sandbox", "holder_name": ""})
    assert (answer.status_code, answer.json()["code"]) == (422, "holder_wrong")
