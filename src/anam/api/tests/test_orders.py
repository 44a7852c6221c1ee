"""Recording and reading orders, asking support and its answer, the Message Center."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from anam.api.tests.calling import Caller, code_of
from anam.audit.invariants import INVARIANTS, ask
from anam.conversations.models import Message
from anam.history.models import Entry
from anam.notifications.models import Notice
from anam.orders.models import Order
from anam.payments.models import SandboxCharge
from conftest import Cast

WORDS = "I am so sorry: my kiln is down until spring."


def new(**changes: Any) -> dict[str, Any]:
    order = {
        "number": "A-1001",
        "maker": "byrne",
        "buyer": "harbor",
        "placed_at": "2025-11-20T10:00:00Z",
        "currency": "USD",
        "shipping": 1200,
        "payment": "authorised",
        "lines": [{"sku": "MUG-01", "title": "Mug, oatmeal", "quantity": 6, "unit_price": 1450}],
    }
    return {**order, **changes}


@pytest.fixture
def sam(cast: Cast) -> Caller:
    return Caller.of(cast.sam)


def test_a_line_comes_out_with_the_picture_of_what_was_ordered(cast: Cast, sam: Caller) -> None:
    """Its largest file, by an address of this site; a line of no product of the maker has none."""
    key = f"{'a' * 64}-1600x1067"
    cast.byrne.products.filter(sku="MUG-01").update(face=key)
    lines = [*new()["lines"], {"sku": "", "title": "A bag", "quantity": 1, "unit_price": 100}]
    sam.post("/orders", new(lines=lines))
    cast.byrne.products.filter(sku="MUG-01").update(face="")
    mug, bag = sam.get("/orders/A-1001").json()["lines"]
    url = f"{settings.SITE_URL}/pictures/{key}/1600.webp"
    assert mug["pictures"] == [{"url": url, "width": 1600, "height": 1067, "alt": "Mug, oatmeal"}]
    assert bag["pictures"] == []


@pytest.mark.parametrize("payment", ["authorised", "captured", "none"])
def test_an_order_goes_in_and_comes_out(cast: Cast, sam: Caller, payment: str) -> None:
    """D2, D9, D12: its window counts from `placed_at`, its stock is held, its maker is told, its money in the books."""
    answer = sam.post("/orders", new(payment=payment, reference="#77"))
    assert answer.status_code == 201, answer.content
    told = answer.json()
    assert (told["number"], told["reference"], told["status"]) == ("A-1001", "#77", "placed")
    assert (told["placed_at"], told["decline_by"]) == ("2025-11-20T10:00:00Z", "2025-11-23T10:00:00Z")
    line = told["lines"][0]
    assert (line["sku"], line["quantity"], line["declined_quantity"], line["unit_price"]) == ("MUG-01", 6, 0, 1450)
    assert {name: told["totals"][name] for name in ("items", "shipping", "total")} == {
        "items": 8700,
        "shipping": 1200,
        "total": 9900,
    }
    held = 0 if payment == "none" else 9900
    captured = held if payment == "captured" else 0
    where = {"holder": "external", "holder_name": "another system"} if held else {"holder": None, "holder_name": ""}
    assert told["payment"] == {
        "status": payment,
        "authorised": held,
        "captured": captured,
        "refunded": 0,
        **where,
        "pay_by": None,
        "operations": [],
    }
    assert (told["contact"], told["cancellation"]) == (None, None)
    cast.mug.refresh_from_db()
    assert cast.mug.stock == 94
    order = Order.objects.get(number="A-1001")
    assert Notice.objects.filter(entry__order=order, user=cast.hanna).exists()
    assert Entry.objects.get(order=order, kind="imported").actor == cast.sam
    assert not SandboxCharge.objects.exists()
    assert Caller.of(cast.hanna).get("/orders/A-1001").json() == told
    assert [breaks.first for breaks in map(ask, INVARIANTS) if breaks.count] == []


def test_without_a_time_it_is_placed_now(cast: Cast, sam: Caller) -> None:
    body = new()
    del body["placed_at"]
    placed = Order.objects.get(number=sam.post("/orders", body).json()["number"]).placed_at
    assert abs(placed - timezone.now()) < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"maker": "nobody"}, 422, "maker_unknown"),
        ({"buyer": "nobody"}, 422, "buyer_unknown"),
        ({"placed_at": "2126-11-20T10:00:00Z"}, 422, "placed_in_future"),
        ({"placed_at": "2025-11-20T10:00:00"}, 422, "wrong"),
        ({"placed_at": "2026-02-30T10:00:00Z"}, 422, "wrong"),
        ({"placed_at": 1700000000}, 422, "wrong"),
        ({"placed_at": "0001-01-01T00:00:00+14:00"}, 422, "wrong"),
        ({"placed_at": "1912-01-01T00:00:00Z"}, 422, "wrong"),
        ({"currency": "XQX"}, 422, "currency_unknown"),
        ({"currency": "usd"}, 422, "wrong"),
        ({"lines": []}, 422, "wrong"),
        ({"shipping": -1}, 422, "wrong"),
        ({"shipping": 1.0}, 422, "wrong"),
        ({"discount": 8701}, 422, "totals_wrong"),
        ({"lines": [{"title": "Vase", "quantity": 1, "unit_price": 900, "tax": 1}]}, 422, "totals_wrong"),
        ({"payment": "voided"}, 422, "wrong"),
        ({"number": ".."}, 422, "wrong"),
        ({"number": "A/1"}, 422, "wrong"),
        ({"number": ""}, 422, "wrong"),
        ({"reference": "#1"}, 409, "reference_taken"),
        ({"number": "A-1"}, 409, "number_taken"),
        ({"lines": [{"title": "Vase", "quantity": 1_000_000, "unit_price": 10**12}]}, 422, "totals_wrong"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(
    cast: Cast, sam: Caller, change: dict[str, Any], status: int, code: str
) -> None:
    """D7"""
    assert sam.post("/orders", new(number="A-1", reference="#1")).status_code == 201
    answer = sam.post("/orders", new(**change))
    assert (answer.status_code, code_of(answer)) == (status, code)
    assert Order.objects.count() == 1


def test_a_sku_that_the_maker_does_not_have_is_an_untracked_line(cast: Cast, sam: Caller) -> None:
    lines = [{"sku": "VASE", "title": "Vase", "quantity": 1, "unit_price": 1}]
    sam.post("/orders", new(lines=lines))
    assert Order.objects.get(number="A-1001").lines.get().product is None


def test_where_stock_does_not_suffice_it_is_an_order_all_the_same(cast: Cast, sam: Caller) -> None:
    """D9: it was placed elsewhere; nothing is held, and so nothing would come back."""
    lines = [{"sku": "MUG-01", "title": "Mug", "quantity": 101, "unit_price": 1}]
    assert sam.post("/orders", new(lines=lines)).status_code == 201
    cast.mug.refresh_from_db()
    assert cast.mug.stock == 100
    assert Order.objects.get().lines.get().reserved == 0


def test_only_support_records_orders(cast: Cast) -> None:
    for person in (cast.hanna, cast.ines):
        assert code_of(Caller.of(person).post("/orders", new())) == "support_only"


def test_lists_come_page_by_page_with_the_declined_ones(cast: Cast, sam: Caller) -> None:
    for hours in range(5):
        cast.order(placed=timedelta(hours=hours + 1), told=True)
    hanna = Caller.of(cast.hanna)
    newest = Order.objects.latest("placed_at").number
    hanna.post(f"/orders/{newest}/decline", {"reason": "too_late", "explanation": WORDS})
    found, cursor = [], ""
    for _ in range(3):
        page = hanna.get("/orders", limit=2, cursor=cursor).json()
        found += [order["number"] for order in page["items"]]
        cursor = page["next"]
    assert cursor is None
    assert found == list(Order.objects.order_by("-placed_at").values_list("number", flat=True))
    assert [order["number"] for order in hanna.get("/orders", status="declined").json()["items"]] == [newest]
    assert len(sam.get("/orders").json()["items"]) == 5
    assert Caller.of(cast.otto).get("/orders").json() == {"items": [], "next": None}


def test_a_list_costs_the_same_for_many_as_for_one(cast: Cast, django_assert_num_queries: Any) -> None:
    hanna = Caller.of(cast.hanna)
    for _ in range(8):
        order = cast.order(told=True)
        hanna.post(f"/orders/{order.number}/decline", {"reason": "too_late", "explanation": WORDS})
    with django_assert_num_queries(2):
        assert len(hanna.get("/orders").json()["items"]) == 8


def test_the_maker_goes_on(cast: Cast) -> None:
    order, hanna = cast.order(), Caller.of(cast.hanna)
    assert code_of(hanna.post(f"/orders/{order.number}/ship", {"carrier": "An Post"})) == "not_accepted"
    assert hanna.post(f"/orders/{order.number}/accept").json()["status"] == "accepted"
    told = hanna.post(f"/orders/{order.number}/ship", {"carrier": "An  Post", "tracking": "AP-1"}).json()
    assert (told["status"], told["carrier"], told["tracking"]) == ("shipped", "An Post", "AP-1")


@pytest.mark.parametrize(
    ("outcome", "status"), [("declined", "declined"), ("refused", "placed"), ("handed_back", "placed")]
)
def test_support_is_asked_and_answers(cast: Cast, sam: Caller, outcome: str, status: str) -> None:
    """D6"""
    order, hanna = cast.order(), Caller.of(cast.hanna)
    answer = hanna.post(
        f"/orders/{order.number}/support-cases",
        {"kind": "tell_buyer", "message": "They never wrote.", "reason": "too_late", "explanation": WORDS},
    )
    assert answer.status_code == 201, answer.content
    case = answer.json()
    assert (case["kind"], case["status"], case["order"], case["in_time"]) == ("tell_buyer", "open", order.number, True)
    assert code_of(hanna.post(f"/orders/{order.number}/decline", {"reason": "too_late", "explanation": WORDS})) == (
        "support_is_handling"
    )
    answer = sam.post(
        f"/support-cases/{case['id']}/resolve",
        {"outcome": outcome, "told_how": "phone", "message": "Telephoned Ines, who is sorry."},
    )
    assert answer.status_code == 200, answer.content
    assert (answer.json()["status"], answer.json()["outcome"]) == ("closed", outcome)
    told = hanna.get(f"/orders/{order.number}").json()
    assert told["status"] == status
    if outcome == "declined":
        assert (told["cancellation"]["by"], told["cancellation"]["on_behalf_of"]) == ("Sam", "maker")
        assert told["contact"]["how"] == "phone"
    again = sam.post(f"/support-cases/{case['id']}/resolve", {"outcome": "refused", "message": "No, not again."})
    assert (again.status_code, code_of(again)) == (409, "case_closed")


def test_too_late_leads_to_support_with_no_more_than_a_message(cast: Cast) -> None:
    """D6: without a reason it is “other”, and the message is what the buyer will read."""
    order, hanna = cast.order(placed=timedelta(hours=80), told=True), Caller.of(cast.hanna)
    case = hanna.post(f"/orders/{order.number}/support-cases", {"kind": "late_decline", "message": WORDS}).json()
    assert (case["kind"], case["in_time"]) == ("late_decline", False)


def test_where_nothing_is_in_the_way_support_is_not_needed(cast: Cast) -> None:
    order, hanna = cast.order(told=True), Caller.of(cast.hanna)
    answer = hanna.post(f"/orders/{order.number}/support-cases", {"kind": "tell_buyer", "message": WORDS})
    assert (answer.status_code, code_of(answer)) == (409, "support_not_needed")


def test_a_buyer_complains_and_the_desk_ends_it(cast: Cast, sam: Caller) -> None:
    order = cast.order()
    sent = {"kind": "complaint", "message": "Two of the mugs are cracked."}
    case = Caller.of(cast.ines).post(f"/orders/{order.number}/support-cases", sent).json()
    assert (case["kind"], case["status"]) == ("complaint", "open")
    answer = sam.post(f"/support-cases/{case['id']}/resolve", {"outcome": "refused", "message": "No, and why not."})
    assert (answer.status_code, code_of(answer)) == (409, "case_not_of_the_road")


def test_a_buyer_and_a_maker_write_to_each_other(cast: Cast, sam: Caller) -> None:
    """D4"""
    hanna, ines = Caller.of(cast.hanna), Caller.of(cast.ines)
    order = cast.order()
    conversation = ines.post("/conversations", {"maker": "byrne", "message": "In blue?", "order": order.number}).json()
    assert (conversation["maker"], conversation["buyer"], conversation["started_by"]) == ("byrne", "harbor", "buyer")
    path = f"/conversations/{conversation['id']}/messages"
    answer = hanna.post(path, {"message": "Yes, from spring."})
    assert (answer.status_code, answer.json()["author"]) == (201, "Hanna")
    assert ines.post(path, {"message": "Lovely."}).status_code == 201
    page = hanna.get(path, limit=2).json()
    assert [message["message"] for message in page["items"]] == ["Lovely.", "Yes, from spring."]
    rest = hanna.get(path, limit=2, cursor=page["next"]).json()
    assert [(message["message"], message["order"]) for message in rest["items"]] == [("In blue?", order.number)]
    assert [one["id"] for one in sam.get("/conversations").json()["items"]] == [conversation["id"]]
    assert code_of(sam.post(path, {"message": "Hello both."})) == "not_yours_to_write"
    assert code_of(hanna.post(path, {"message": " "})) == "message_empty"
    assert Message.objects.count() == 3


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({"maker": "nobody", "message": "Hello"}, "maker_unknown"),
        ({"maker": "byrne", "message": ""}, "message_empty"),
        ({"maker": "byrne", "message": "x" * 5001}, "message_too_long"),
        ({"maker": "byrne", "message": "Hello", "order": "X-1"}, "order_unknown"),
    ],
)
def test_a_message_must_be_one_and_to_somebody(cast: Cast, sent: dict[str, str], code: str) -> None:
    answer = Caller.of(cast.ines).post("/conversations", sent)
    assert (answer.status_code, code_of(answer)) == (422, code)
