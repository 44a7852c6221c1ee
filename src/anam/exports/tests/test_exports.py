"""Orders, declines and figures to take away: whose they are, what stands in them, and what it costs."""

import csv
import json
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from anam.exports.cells import harmless
from anam.orders.cancellation.decline import decline
from anam.orders.models import Order
from anam.people.models import Buyer, User
from conftest import Cast

SignIn = Callable[[User], Client]
WORDS = "I am so sorry: my kiln is down until spring."
ALL = [f"{what}.{kind}" for what in ("orders", "declines", "figures") for kind in ("csv", "json")]


def own(what: str) -> str:
    name, kind = what.split(".")
    return f"/portal/{name}/export.{kind}"


def text_at(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]


def table_at(client: Client, path: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text_at(client, path).removeprefix("\ufeff"))))


def items_at(client: Client, path: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(text_at(client, path))["items"]
    return found


@pytest.fixture
def orders(cast: Cast) -> dict[str, Order]:
    made = {"open": cast.order(), "declined": cast.order(told=True)}
    decline(made["declined"].number, maker=cast.byrne, by=cast.hanna, reason="too_late", explanation=WORDS, note="Kiln")
    return made


def test_a_makers_orders_as_a_table_and_as_objects(cast: Cast, sign_in: SignIn, orders: dict[str, Order]) -> None:
    hanna = sign_in(cast.hanna)
    rows = {row["number"]: row for row in table_at(hanna, own("orders.csv"))}
    row = rows[orders["open"].number]
    assert (row["total (minor units)"], row["currency"], row["status"], row["payment"]) == (
        "16500",
        "USD",
        "placed",
        "authorised",
    )
    assert row["placed_at"].endswith("Z")
    assert row["lines"] == "6 × Mug, oatmeal (MUG-01); 2 × Bowl, large (BWL-03)"
    items = {item["number"]: item for item in items_at(hanna, own("orders.json"))}
    assert set(items) == set(rows)
    declined = items[orders["declined"].number]
    assert (declined["status"], declined["cancelled_because"]) == ("declined", "too_late")
    assert declined["totals"]["total"] == 16500
    assert [line["declined_quantity"] for line in declined["lines"]] == [6, 2]


def test_declines_have_their_words_and_the_private_note(cast: Cast, sign_in: SignIn, orders: dict[str, Order]) -> None:
    """D5"""
    for client, path in ((sign_in(cast.hanna), own("declines.csv")), (sign_in(cast.sam), "/desk/export/declines.csv")):
        row = table_at(client, path)[0]
        assert (row["order"], row["reason"], row["counts"], row["in_time"], row["explanation"], row["note"]) == (
            orders["declined"].number,
            "too_late",
            "yes",
            "yes",
            WORDS,
            "Kiln",
        )
        assert (row["money_back"], row["money_back (minor units)"]) == ("void", "16500")


def test_figures_are_counts_and_with_few_orders_no_share(cast: Cast, sign_in: SignIn, orders: dict[str, Order]) -> None:
    """D14"""
    row = table_at(sign_in(cast.hanna), own("figures.csv"))[0]
    assert (row["orders"], row["declined_by_the_maker"], row["share_declined"]) == ("2", "1", "")
    everybody = {item["maker"]: item for item in items_at(sign_in(cast.sam), "/desk/export/figures.json")}
    assert everybody["byrne"]["declined_by_the_maker"] == 1
    assert everybody["weaves"]["orders"] == 0


@pytest.mark.parametrize("what", ALL)
def test_nobody_gets_another_makers_rows(cast: Cast, sign_in: SignIn, orders: dict[str, Order], what: str) -> None:
    """D1"""
    theirs = text_at(sign_in(cast.otto), own(what))
    assert not any(word in theirs for word in (orders["open"].number, orders["declined"].number, "byrne", "Kiln"))
    name = what.replace(".", "/", 1).split("/")
    desk = f"/desk/export/{'.'.join(name)}"
    assert orders["open"].number in text_at(sign_in(cast.sam), desk) or not what.startswith("orders")
    for person, path in ((cast.ines, own(what)), (cast.sam, own(what)), (cast.hanna, desk), (cast.ines, desk)):
        assert sign_in(person).get(path).status_code == 404
    assert Client().get(own(what)).status_code == 302


def test_an_empty_list_is_a_header_and_no_row(cast: Cast, sign_in: SignIn) -> None:
    otto = sign_in(cast.otto)
    assert table_at(otto, own("orders.csv")) == []
    assert text_at(otto, own("orders.csv")).startswith("\ufeffnumber,status,")
    assert items_at(otto, own("orders.json")) == []


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "＝"])
def test_no_cell_is_run_by_a_spreadsheet(cast: Cast, sign_in: SignIn, sign: str) -> None:
    cast.order()
    Buyer.objects.filter(pk=cast.harbor.pk).update(name=f"{sign}HYPERLINK(1)")
    assert f"'{sign}HYPERLINK(1)" in text_at(sign_in(cast.hanna), own("orders.csv"))
    assert items_at(sign_in(cast.hanna), own("orders.json"))[0]["buyer_name"] == f"{sign}HYPERLINK(1)"


@pytest.mark.parametrize("number", [-5, 0, "-12", "-12.50", "plain", ""])
def test_negative_numbers_are_not_spoilt(number: object) -> None:
    assert harmless(number) == number


@pytest.mark.parametrize("path", ["/portal/orders/export.csv", "/desk/export/orders.json", "/desk/export/declines.csv"])
def test_the_same_queries_for_few_and_for_many_in_a_batch(
    cast: Cast, sign_in: SignIn, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in(cast.sam if path.startswith("/desk") else cast.hanna)

    def more(number: int) -> None:
        for _ in range(number):
            one = cast.order(told=True, placed=timedelta(hours=2))
            decline(one.number, maker=cast.byrne, by=cast.hanna, reason="too_late", explanation=WORDS)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            text_at(client, path)
        return len(captured)

    more(2)
    few = queries()
    more(7)
    assert queries() == few
    monkeypatch.setattr("anam.exports.rows.AT_ONCE", 3)
    everything = text_at(client, path)
    assert all(number in everything for number in Order.objects.values_list("number", flat=True))


def test_the_links_stand_where_one_looks_for_them(cast: Cast, sign_in: SignIn) -> None:
    orders, desk = (sign_in(cast.hanna).get("/portal/orders/"), sign_in(cast.sam).get("/desk/"))
    assert all(own(what) in orders.content.decode() for what in ALL)
    assert all(f"/desk/export/{what}" in desk.content.decode() for what in ALL)
