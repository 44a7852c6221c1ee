"""Maker Portal → Money: what was charged, what went back, what is due, and whose (M7)."""

import csv
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from anam.clock import database_now
from anam.orders.models import Order
from anam.orders.payments.makers_money import money_by_order, sums_of
from anam.orders.payments.period import Period
from anam.payments.models import Payment, PaymentMovement
from anam.payments.record_movements import record_movement
from anam.people.models import Buyer, User
from conftest import Cast

SignIn = Callable[[User], Client]
EVER = Period()
ALL = "/portal/money/?period=all"


def shown(client: Client, path: str = "/portal/money/") -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def charged(cast: Cast, status: str = "shipped", **columns: Any) -> Order:
    """An order of $165.00 that was charged, in that state."""
    order = cast.order(payment="captured")
    Order.objects.filter(pk=order.pk).update(status=status)
    Payment.objects.filter(order=order).update(**columns)
    order.refresh_from_db()
    return order


def elsewhere(cast: Cast, name: str = "Shopify") -> Order:
    return charged(cast, holder="external", holder_name=name, gateway_reference="", card="")


def moved(order: Order, kind: str, amount: int, *, days_ago: int = 0) -> PaymentMovement:
    at = database_now() - timedelta(days=days_ago)
    payment = Payment.objects.get(order=order)
    return record_movement(payment, kind, amount=amount, at=at, holder_object=f"{kind}_{amount}")


def due(cast: Cast, period: Period = EVER) -> dict[tuple[str, str], tuple[int, int, int, int]]:
    sums = sums_of(cast.byrne, period)
    return {(one.currency, one.held_by): (one.charged, one.went_back, one.disputed, one.due) for one in sums}


def test_due_is_what_was_charged_less_what_went_back_or_is_disputed(cast: Cast) -> None:
    """M7"""
    shipped, completed = charged(cast), charged(cast, "completed")
    moved(shipped, "refunded", 3000)
    moved(shipped, "refunded", 500)
    moved(shipped, "refund_failed", 500)
    moved(completed, "disputed", 10000)
    moved(completed, "dispute_won", 10000)
    moved(completed, "disputed", 1000)
    assert due(cast) == {("USD", ""): (33000, 3000, 1000, 29000)}


@pytest.mark.parametrize(
    ("status", "counts"), [("placed", 0), ("accepted", 0), ("shipped", 16500), ("completed", 16500)]
)
def test_only_orders_that_have_shipped_are_due(cast: Cast, status: str, counts: int) -> None:
    charged(cast, status)
    assert due(cast)["USD", ""] == (16500, 0, 0, counts)


def test_money_that_others_hold_is_never_due_from_here(cast: Cast, sign_in: SignIn) -> None:
    """M1"""
    charged(cast)
    elsewhere(cast)
    assert due(cast) == {("USD", ""): (16500, 0, 0, 16500), ("USD", "Shopify"): (16500, 0, 0, 0)}
    page = shown(sign_in(cast.hanna))
    assert "held by Shopify" in page
    assert "<strong>$165.00</strong>" in page
    assert "$330.00" not in page


def test_each_currency_has_its_own_sums(cast: Cast, sign_in: SignIn) -> None:
    charged(cast)
    yen = charged(cast)
    Payment.objects.filter(order=yen).update(currency="JPY")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert {currency for currency, _ in due(cast)} == {"USD", "JPY"}
    assert "¥16,500" in shown(sign_in(cast.hanna))


def test_what_is_only_authorised_is_not_money_yet(cast: Cast, sign_in: SignIn) -> None:
    cast.order()
    assert due(cast) == {}
    assert "No money moved in this period" in shown(sign_in(cast.hanna))
    assert "No money yet" in shown(sign_in(cast.hanna), ALL)


def test_what_was_charged_before_it_ships_is_due_when_it_does(cast: Cast, sign_in: SignIn) -> None:
    charged(cast, "accepted")
    assert "when it ships" in shown(sign_in(cast.hanna))


def test_a_period_counts_what_moved_in_it(cast: Cast) -> None:
    order = charged(cast)
    moved(order, "refunded", 3000, days_ago=40)
    now = database_now()
    last_month = Period(start=now - timedelta(days=45), end=now - timedelta(days=35))
    assert due(cast, last_month) == {("USD", ""): (0, 3000, 0, -3000)}
    assert due(cast, Period(start=now - timedelta(days=30)))["USD", ""] == (16500, 0, 0, 16500)
    assert due(cast, Period(end=now - timedelta(days=35)))["USD", ""] == (0, 3000, 0, -3000)


def test_days_are_those_of_the_reader(cast: Cast, sign_in: SignIn) -> None:
    """Ten at night in New York on the 3rd is the 4th in UTC."""
    order = charged(cast)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE payment_movement DISABLE TRIGGER USER")
        cursor.execute("UPDATE payment_movement SET at = '2026-03-04T03:00:00Z'")
        cursor.execute("ALTER TABLE payment_movement ENABLE TRIGGER USER")
    User.objects.filter(pk=cast.hanna.pk).update(time_zone="America/New_York")
    hanna = sign_in(cast.hanna)
    assert order.number in shown(hanna, "/portal/money/?from=2026-03-03&to=2026-03-03")
    assert order.number not in shown(hanna, "/portal/money/?from=2026-03-04&to=2026-03-04")
    assert order.number in text_at(hanna, "?from=2026-03-03&to=2026-03-03")
    assert order.number not in text_at(hanna, "?from=2026-03-04&to=2026-03-04")


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("from=2026-03-03", "Give both days, as in 2026-11-20."),
        ("from=2026-03-03&to=tomorrow", "Give both days, as in 2026-11-20."),
        ("from=2026-03-03&to=9999-12-31", "Give both days, as in 2026-11-20."),
        ("from=2026-03-03&to=2026-03-02", "The first day comes after the last one."),
    ],
)
def test_what_is_no_period_is_said_and_is_the_last_90_days(cast: Cast, sign_in: SignIn, asked: str, words: str) -> None:
    order, hanna = charged(cast), sign_in(cast.hanna)
    page = shown(hanna, f"/portal/money/?{asked}")
    assert words in page
    assert order.number in page
    assert hanna.get(f"/portal/money/export.csv?{asked}").url.startswith("/portal/money/?")


def test_a_maker_sees_only_their_own(cast: Cast, sign_in: SignIn) -> None:
    """D1"""
    order = charged(cast)
    assert order.number not in shown(sign_in(cast.otto))
    for path in ("/portal/money/", "/portal/money/export.csv"):
        assert sign_in(cast.ines).get(path).status_code == 404
        assert Client().get(path).status_code == 302


def test_the_newest_movement_is_first_and_each_page_goes_on(
    cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    orders = [charged(cast) for _ in range(5)]
    moved(orders[0], "refunded", 100)
    wanted = [orders[place].number for place in (0, 4, 3, 2, 1)]
    assert [one.number for one in money_by_order(cast.byrne, EVER)] == wanted
    monkeypatch.setattr("anam.orders.views.money.PAGE", 2)
    hanna, path, found = sign_in(cast.hanna), ALL, []
    while path:
        answer = hanna.get(path)
        found += [one.number for one in answer.context["orders"]]
        after = answer.context["next"]
        path = f"{ALL}&after={after}" if after else ""
    assert found == wanted
    assert "No more orders" in shown(hanna, f"{ALL}&after=1.1")


def test_it_costs_the_same_for_much_as_for_little(
    cast: Cast, sign_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    hanna = sign_in(cast.hanna)
    for _ in range(15):
        charged(cast)
    shown(hanna)
    with django_assert_max_num_queries(9):
        shown(hanna)


def text_at(client: Client, query: str = "") -> str:
    answer = client.get(f"/portal/money/export.csv{query}")
    assert answer.status_code == 200
    return b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]


def test_the_same_can_be_taken_away_as_a_table(cast: Cast, sign_in: SignIn) -> None:
    order, there = charged(cast), elsewhere(cast, "=HYPERLINK(evil)")
    Buyer.objects.filter(pk=cast.harbor.pk).update(name="=1+1")
    moved(order, "refunded", 3000)
    rows = {row["order"]: row for row in csv.DictReader(StringIO(text_at(sign_in(cast.hanna)).removeprefix("\ufeff")))}
    row = rows[order.number]
    assert (row["charged (minor units)"], row["went_back (minor units)"], row["due (minor units)"]) == (
        "16500",
        "3000",
        "13500",
    )
    assert (row["currency"], row["status"], row["held_by"]) == ("USD", "shipped", "")
    assert row["buyer_name"] == "'=1+1"
    assert (rows[there.number]["due (minor units)"], rows[there.number]["held_by"]) == ("", "'=HYPERLINK(evil)")


def test_it_stands_in_the_menu(cast: Cast, sign_in: SignIn) -> None:
    assert 'href="/portal/money/"' in shown(sign_in(cast.hanna), "/portal/products/")
    assert 'href="/portal/money/"' not in sign_in(cast.ines).get("/orders/").content.decode()
