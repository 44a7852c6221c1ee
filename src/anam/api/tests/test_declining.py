"""Declining over the API: D1 to D5, D7 to D12, and that what `GET` says is what `POST` does (D11)."""

from datetime import timedelta
from typing import Any

import pytest

from anam.api.tests.calling import Caller, code_of
from anam.conversations.actions.write_as_buyer import write_as_buyer
from anam.history.models import Entry
from anam.orders.models import Cancellation, Order
from conftest import Cast

WORDS = "I am so sorry: my kiln is down until spring."
DECLINE = {"reason": "out_of_stock", "explanation": WORDS, "note": "They never pay."}


@pytest.fixture
def hanna(cast: Cast) -> Caller:
    return Caller.of(cast.hanna)


def may(caller: Caller, order: Order, **query: Any) -> dict[str, Any]:
    answer = caller.get(f"/orders/{order.number}/decline", **query)
    assert answer.status_code == 200, answer.content
    return answer.json()  # type: ignore[no-any-return]


def test_an_order_is_declined_and_comes_back_whole(cast: Cast, hanna: Caller) -> None:
    """D7, D8, D10"""
    order = cast.order(told=True)
    answer = hanna.post(f"/orders/{order.number}/decline", DECLINE)
    assert answer.status_code == 200, answer.content
    told = answer.json()
    assert told["status"] == "declined"
    operation = told["payment"].pop("operations")[0]
    assert told["payment"] == {
        "status": "void_pending",
        "authorised": 16500,
        "captured": 0,
        "refunded": 0,
        "holder": "sandbox",
        "holder_name": "",
        "pay_by": None,
    }
    assert (operation["kind"], operation["amount"], operation["state"]) == ("void", 16500, "queued")
    assert [line["declined_quantity"] for line in told["lines"]] == [6, 2]
    cancelled = told["cancellation"]
    assert (cancelled["by"], cancelled["on_behalf_of"], cancelled["reason"]) == ("Hanna", "maker", "out_of_stock")
    assert (cancelled["explanation"], cancelled["note"], cancelled["in_time"]) == (WORDS, "They never pay.", True)
    assert [line["quantity"] for line in cancelled["lines"]] == [6, 2]
    assert told["decline_by"].endswith("Z")


def test_what_may_be_said_is_what_is_done(cast: Cast, hanna: Caller) -> None:
    """D11"""
    order = cast.order(told=True, payment="captured")
    said = may(hanna, order, reason="out_of_stock")
    assert (said["allowed"], said["in_time"], said["refusals"]) == (True, True, [])
    assert {reason["key"] for reason in said["reasons"]} >= {"out_of_stock", "other"}
    assert "payment_failed" not in {reason["key"] for reason in said["reasons"]}
    preview = said["preview"]
    assert preview["money"]["kind"] == "refund"
    assert [line["stock"] for line in preview["lines"]] == [{"effect": "zero", "before": 94, "after": 0}, None]
    assert {person["name"] for person in preview["told"]} == {"Ines", "Hanna", "Ravi"}
    answer = hanna.post(f"/orders/{order.number}/decline", {**DECLINE, "announced": preview["announced"]})
    assert answer.status_code == 200
    cast.mug.refresh_from_db()
    assert cast.mug.stock == preview["lines"][0]["stock"]["after"]
    assert order.payment.operations.get().amount == preview["money"]["amount"]


@pytest.mark.parametrize("hours", [1, 71, 73])
@pytest.mark.parametrize("told", [True, False])
@pytest.mark.parametrize("status", ["placed", "accepted", "shipped", "declined"])
def test_the_refusals_of_get_are_those_of_post(cast: Cast, hanna: Caller, hours: int, told: bool, status: str) -> None:
    """D2, D3, D7"""
    order = cast.order(placed=timedelta(hours=hours), told=told)
    Order.objects.filter(pk=order.pk).update(status=status)
    said = may(hanna, order)
    answer = hanna.post(f"/orders/{order.number}/decline", DECLINE)
    assert said["allowed"] is (answer.status_code == 200)
    if not said["allowed"]:
        assert answer.status_code == 409
        assert code_of(answer) == said["refusals"][0]["code"]
        assert [one["code"] for one in answer.json()["refusals"]] == [one["code"] for one in said["refusals"]]
        assert all(one["message"] and one["next"]["words"] and one["next"]["url"] for one in said["refusals"])


def test_every_reason_why_not_is_told_with_its_next_step(cast: Cast, hanna: Caller) -> None:
    """D2, D3, D4: the buyer has never written, so support must tell them."""
    order = cast.order(placed=timedelta(hours=73))
    said = may(hanna, order)
    assert [one["code"] for one in said["refusals"]] == ["decline_window_closed", "buyer_not_contacted"]
    assert {one["next"]["call"] for one in said["refusals"]} == {f"POST /api/v1/orders/{order.number}/support-cases"}
    write_as_buyer("Hello there", buyer=cast.harbor, maker=cast.byrne, by=cast.ines)
    assert may(hanna, order)["refusals"][1]["next"]["call"] == f"POST /api/v1/orders/{order.number}/contact"


def test_a_refused_attempt_is_in_the_history(cast: Cast, hanna: Caller) -> None:
    """D12: with an Idempotency-Key too, where the answer is kept with it."""
    order = cast.order()
    for key in (None, "once"):
        assert code_of(hanna.post(f"/orders/{order.number}/decline", DECLINE, key=key)) == "buyer_not_contacted"
    assert Entry.objects.filter(order=order, kind="decline_refused").count() == 2


@pytest.mark.parametrize("change", [{"reason": "no_such"}, {"explanation": "short"}, {"reason": "payment_failed"}])
def test_a_reason_and_an_explanation_are_required(cast: Cast, hanna: Caller, change: dict[str, str]) -> None:
    """D5"""
    order = cast.order(told=True)
    answer = hanna.post(f"/orders/{order.number}/decline", {**DECLINE, **change})
    assert (answer.status_code, code_of(answer)) == (422, "explanation_needed")
    assert not Cancellation.objects.exists()


def test_a_second_decline_is_told_what_happened(cast: Cast, hanna: Caller) -> None:
    """D7"""
    order = cast.order(told=True)
    hanna.post(f"/orders/{order.number}/decline", DECLINE)
    answer = Caller.of(cast.ravi).post(f"/orders/{order.number}/decline", DECLINE)
    assert (answer.status_code, code_of(answer)) == (409, "already_declined")
    assert "Hanna cancelled this order on" in answer.json()["detail"]


def test_a_part_goes_with_the_preview_that_was_made_for_it(cast: Cast, hanna: Caller) -> None:
    """D8, D9, D11"""
    order = cast.order(told=True)
    mug, bowl = order.lines.all()
    preview = may(hanna, order, reason="damaged", lines=[f"{mug.pk}:2"])["preview"]
    assert (preview["part"], preview["money"]["kind"], preview["money"]["amount"]) == (True, "less", 2900)
    sent = {"reason": "damaged", "explanation": WORDS, "lines": [{"id": mug.pk, "quantity": 2}]}
    answer = hanna.post(f"/orders/{order.number}/decline", {**sent, "announced": preview["announced"]})
    assert answer.status_code == 200, answer.content
    told = answer.json()
    assert (told["status"], told["totals"]["removed"], told["cancellation"]) == ("placed", 2900, None)
    assert told["removals"][0]["lines"] == [
        {"id": mug.pk, "sku": "MUG-01", "title": "Mug, oatmeal", "quantity": 2, "returned": 0}
    ]
    rest = [{"id": mug.pk, "quantity": 4}, {"id": bowl.pk, "quantity": 2}]
    told = hanna.post(f"/orders/{order.number}/decline", {**sent, "lines": rest}).json()
    assert told["status"] == "declined"


@pytest.mark.parametrize("quantity", [1, 6, 7, 100])
def test_a_part_that_is_previewed_is_a_part_that_can_be_declined(cast: Cast, hanna: Caller, quantity: int) -> None:
    """D11: all that is left is the whole; more than is left is neither shown nor done."""
    order = cast.order(told=True, lines=[(cast.mug, 6)])
    line = order.lines.get()
    said = hanna.get(f"/orders/{order.number}/decline", reason="other", lines=[f"{line.pk}:{quantity}"])
    done = hanna.post(
        f"/orders/{order.number}/decline",
        {"reason": "other", "explanation": WORDS, "lines": [{"id": line.pk, "quantity": quantity}]},
    )
    assert said.status_code == done.status_code == (200 if quantity <= 6 else 422)
    if quantity <= 6:
        assert said.json()["preview"]["part"] is (quantity < 6)
        assert done.json()["status"] == ("placed" if quantity < 6 else "declined")
        assert done.json()["lines"][0]["declined_quantity"] == quantity


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([{"id": 1, "quantity": 1}], "lines_wrong"),
        ([], "wrong"),
        ([{"id": 1, "quantity": 0}], "wrong"),
        ([{"id": 1, "quantity": True}], "wrong"),
        ([{"id": 1}], "wrong"),
        ({"id": 1}, "wrong"),
    ],
)
def test_lines_that_cannot_be_are_refused(cast: Cast, hanna: Caller, lines: Any, code: str) -> None:
    """D5"""
    order = cast.order(told=True)
    answer = hanna.post(f"/orders/{order.number}/decline", {**DECLINE, "lines": lines})
    assert (answer.status_code, code_of(answer)) == (422, code)


@pytest.mark.parametrize(("restock", "stock"), [(True, 100), (False, 94), (None, 0), ("line", 100)])
def test_the_stock_can_be_chosen(cast: Cast, hanna: Caller, restock: Any, stock: int) -> None:
    """D9"""
    order = cast.order(told=True)
    if restock == "line":
        restock = {str(order.lines.get(product=cast.mug).pk): "return"}
    answer = hanna.post(f"/orders/{order.number}/decline", {**DECLINE, "restock": restock})
    assert answer.status_code == 200, answer.content
    cast.mug.refresh_from_db()
    assert cast.mug.stock == stock


def test_the_buyer_is_told_and_the_order_can_be_declined(cast: Cast, hanna: Caller) -> None:
    """D3, D4"""
    order = cast.order()
    answer = hanna.post(f"/orders/{order.number}/contact", {"message": "I am sorry: the kiln broke."})
    assert (answer.status_code, code_of(answer)) == (409, "conversation_not_started")
    write_as_buyer("Hello there", buyer=cast.harbor, maker=cast.byrne, by=cast.ines)
    answer = hanna.post(f"/orders/{order.number}/contact", {"message": "I am sorry: the kiln broke."})
    assert answer.json()["contact"]["how"] == "message"
    assert may(hanna, order)["allowed"]


def test_a_buyer_reads_neither_the_note_nor_that_they_are_suspected(cast: Cast, hanna: Caller) -> None:
    """D5"""
    order = cast.order(told=True)
    hanna.post(f"/orders/{order.number}/decline", {**DECLINE, "reason": "duplicate_or_fraud"})
    ines, sam = Caller.of(cast.ines), Caller.of(cast.sam)
    for path in (f"/orders/{order.number}", "/orders", f"/orders/{order.number}/history", "/events"):
        page = ines.get(path).content.decode()
        assert "never pay" not in page
        assert "raud" not in page
        assert WORDS in page
    assert sam.get(f"/orders/{order.number}").json()["cancellation"]["note"] == "They never pay."
