"""`anam ledger`: every movement of a maker's money, in lines or as a table (M7)."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anam.clock import database_now
from anam.exports import movements
from anam.orders.models import Order
from anam.payments.actions.execute import execute
from anam.payments.actions.request_capture import request_capture
from anam.payments.models import Payment
from anam.payments.record_movements import record_movement
from conftest import Cast, place_order


def ledger(*arguments: str) -> str:
    said = StringIO()
    call_command("ledger", *arguments, stdout=said)
    return said.getvalue()


@pytest.fixture
def shipped(cast: Cast) -> Order:
    order = cast.order()
    operation_id = request_capture(order.payment, amount=order.payment.authorised - 1500, at=database_now())
    assert operation_id
    execute(operation_id)
    Order.objects.filter(pk=order.pk).update(status="shipped")
    return order


def test_every_movement_is_a_line_and_the_sums_stand_below(cast: Cast, shipped: Order) -> None:
    payment = Payment.objects.get(order=shipped)
    record_movement(payment, "disputed", amount=1000, at=database_now(), holder_object="dp_1", reference="dp_1")
    lines = ledger("--maker", "byrne").splitlines()
    told = [line.split("  ")[1:] for line in lines[:4]]
    reference = payment.gateway_reference
    assert told == [
        [shipped.number, "Authorised", "$165.00", "Sandbox", reference],
        [shipped.number, "Charged", "$150.00", "Sandbox", reference],
        [shipped.number, "Released", "$15.00", "Sandbox", reference],
        [shipped.number, "Disputed by the bank", "$10.00", "Sandbox", "dp_1"],
    ]
    assert lines[4:] == ["4 movements.", "USD: charged $150.00, went back $0.00, disputed $10.00; due $140.00."]


def test_what_others_hold_is_not_due_from_here(cast: Cast) -> None:
    order = cast.order(payment="captured")
    Payment.objects.filter(order=order).update(holder="external", holder_name="Shopify", gateway_reference="", card="")
    lines = ledger("--maker", "byrne").splitlines()
    assert "held by Shopify" in lines[0]
    assert lines[-1] == "USD, held by Shopify: charged $165.00, went back $0.00. Nothing of it is due from here."


def test_since_a_day_only_what_happened_since(cast: Cast, shipped: Order) -> None:
    payment = Payment.objects.get(order=shipped)
    record_movement(payment, "refunded", amount=100, at=database_now() - timedelta(days=20), holder_object="re_1")
    assert len(ledger("--maker", "byrne").splitlines()) == 6
    since = f"{database_now() - timedelta(days=5):%Y-%m-%d}"
    lines = ledger("--maker", "byrne", "--since", since).splitlines()
    assert len(lines) == 5
    assert lines[-1].endswith("went back $1.00; due $149.00."), "what is due does not begin anew"


def test_as_a_table_for_spreadsheets(cast: Cast, shipped: Order) -> None:
    payment = Payment.objects.get(order=shipped)
    record_movement(payment, "disputed", amount=1000, at=database_now(), holder_object="=1+1", reference="@SUM(A1)")
    rows = list(csv.DictReader(StringIO(ledger("--maker", "byrne", "--csv").removeprefix("\ufeff"))))
    assert [row["kind"] for row in rows] == ["authorised", "captured", "voided", "disputed"]
    taken, disputed = rows[1], rows[3]
    assert (taken["order"], taken["amount (minor units)"], taken["currency"]) == (shipped.number, "15000", "USD")
    assert taken["operation"] == str(payment.operations.get().pk)
    assert taken["at"].endswith("Z")
    assert (disputed["holder_object"], disputed["reference"], disputed["operation"]) == ("'=1+1", "'@SUM(A1)", "")


def test_nothing_of_another_maker(cast: Cast, shipped: Order) -> None:
    """D1"""
    place_order(cast.weaves, cast.harbor, [(cast.bowl, 1)], timedelta(hours=1), "captured", told=False)
    assert shipped.number not in ledger("--maker", "weaves")
    assert len(ledger("--maker", "weaves").splitlines()) == 4


def test_a_maker_with_no_money(cast: Cast) -> None:
    assert ledger("--maker", "weaves") == "0 movements.\n"


def test_a_maker_that_there_is_not_is_said_in_one_line(cast: Cast) -> None:
    with pytest.raises(CommandError, match="There is no maker “nobody”"):
        ledger("--maker", "nobody")


def test_it_is_read_some_at_a_time(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(movements, "AT_ONCE", 2)
    for _ in range(3):
        cast.order(payment="captured")
    with CaptureQueriesContext(connection) as asked:
        assert len(ledger("--maker", "byrne", "--csv").splitlines()) == 7
    assert len(asked) == 5
