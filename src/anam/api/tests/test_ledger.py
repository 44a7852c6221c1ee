"""The ledger over the API: every movement once, in an order that stays, each maker's own (M7)."""

from datetime import timedelta
from typing import Any

import pytest

from anam.api.tests.calling import Caller, code_of
from anam.orders.cancellation.decline import decline
from anam.orders.models import Order
from anam.payments.actions.execute import execute
from anam.payments.models import Payment, PaymentOperation
from conftest import Cast, place_order


@pytest.fixture
def declined(cast: Cast) -> Order:
    """Authorised and released."""
    order = cast.order(told=True)
    decline(
        order.number, maker=cast.byrne, by=cast.hanna, reason="too_late", explanation="I am sorry: my kiln is down."
    )
    execute(PaymentOperation.objects.get(payment__order=order).pk)
    return order


def ledger(caller: Caller, **query: Any) -> list[dict[str, Any]]:
    answer = caller.get("/ledger", **query)
    assert answer.status_code == 200, answer.content
    return answer.json()["items"]  # type: ignore[no-any-return]


def test_a_movement_says_what_moved_where_and_why(cast: Cast, declined: Order) -> None:
    held, released = ledger(Caller.of(cast.hanna))
    payment = Payment.objects.get(order=declined)
    operation = payment.operations.get()
    assert {name: held[name] for name in ("id", "kind", "moved", "amount", "currency", "order", "maker")} == {
        "id": 1,
        "kind": "authorised",
        "moved": "authorised",
        "amount": 16500,
        "currency": "USD",
        "order": declined.number,
        "maker": "byrne",
    }
    assert (held["operation"], held["holder_object"]) == (None, payment.gateway_reference)
    assert (released["kind"], released["operation"], released["holder_object"]) == ("voided", operation.pk, "")
    assert (released["holder"], released["holder_name"]) == ("sandbox", "")
    assert released["reference"] == payment.gateway_reference
    assert operation.closed_at
    assert released["at"] == operation.closed_at.isoformat().replace("+00:00", "Z")


def test_a_maker_reads_theirs_support_all_or_one_makers(cast: Cast, declined: Order) -> None:
    """D1"""
    place_order(cast.weaves, cast.harbor, [(cast.bowl, 1)], timedelta(hours=1), "authorised", told=False)
    sam = Caller.of(cast.sam)
    assert {one["maker"] for one in ledger(Caller.of(cast.hanna))} == {"byrne"}
    assert {one["maker"] for one in ledger(Caller.of(cast.hanna, name="x"), maker="byrne")} == {"byrne"}
    assert {one["maker"] for one in ledger(sam)} == {"byrne", "weaves"}
    assert [one["maker"] for one in ledger(sam, maker="weaves")] == ["weaves"]


@pytest.mark.parametrize("maker", ["weaves", "nobody"])
def test_another_makers_is_not_there(cast: Cast, maker: str) -> None:
    """D1"""
    answer = Caller.of(cast.hanna).get("/ledger", maker=maker)
    assert (answer.status_code, code_of(answer)) == (404, "not_found")


def test_a_maker_that_there_is_not_is_not_found_for_support_either(cast: Cast) -> None:
    assert Caller.of(cast.sam).get("/ledger", maker="nobody").status_code == 404


def test_for_a_buyer_there_is_no_ledger(cast: Cast, declined: Order) -> None:
    """D1: and so no reference of an operation (M2)."""
    for maker in ("", "byrne"):
        answer = Caller.of(cast.ines, name=maker or "all").get("/ledger", maker=maker)
        assert (answer.status_code, code_of(answer)) == (404, "not_found")


def test_page_by_page_everything_comes_once(cast: Cast, declined: Order) -> None:
    for _ in range(3):
        cast.order(payment="captured")
    caller = Caller.of(cast.hanna)
    whole, found, after = ledger(caller), [], ""
    assert len(whole) == 8
    while True:
        page = caller.get("/ledger", after=after, limit=3).json()
        if not page["items"]:
            break
        found += page["items"]
        after = page["next"]
    assert found == whole
    assert page["next"] is None
    cast.order()
    assert [one["kind"] for one in ledger(caller, cursor=after)] == ["authorised"]


@pytest.mark.parametrize("wrong", ["yesterday", "-1", "9" * 19, "1.5"])
def test_what_is_no_cursor_is_said(cast: Cast, wrong: str) -> None:
    answer = Caller.of(cast.hanna).get("/ledger", after=wrong)
    assert (answer.status_code, code_of(answer)) == (422, "cursor_unknown")


def test_it_costs_the_same_for_much_as_for_little(cast: Cast, django_assert_max_num_queries: Any) -> None:
    caller = Caller.of(cast.hanna)
    for _ in range(20):
        cast.order(payment="captured", lines=[(cast.bowl, 1)])
    ledger(caller)
    with django_assert_max_num_queries(3):
        assert len(ledger(caller)) == 40
