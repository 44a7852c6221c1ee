"""Whole exports, as other systems write them, with all that is odd in them."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from anam.audit.invariants import INVARIANTS, ask
from anam.imports import faire_json as faire
from anam.imports.tests.olist_history import UNREADABLE, write_history
from anam.imports.tests.samples import FILES, read
from anam.orders.models import Order
from anam.people.models import Maker

pytestmark = [pytest.mark.django_db]


def run(format: str, path: Path, **options: object) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("import_orders", path, format=format, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def test_olists_whole_history_comes_in_and_breaks_no_rule(tmp_path: Path) -> None:
    """D7, D8, D12"""
    report = tmp_path / "refused.csv"
    written = write_history(tmp_path)
    out, _ = run("olist", tmp_path, time_zone="America/Sao_Paulo", report=report)
    read_in, imported, refused = (
        int(n.replace(",", "")) for n in re.findall(r"([\d,]+) (?:orders read|imported|refused)", out)
    )
    assert (read_in, imported + refused) == (written, written)
    rows = report.read_text().splitlines()
    assert len(rows) == refused + 1
    # 40 have no items, so no seller; one was delivered at no time; three arrived before they were sent.
    assert (sum("none of its items" in row for row in rows), refused) == (40, 44)
    assert refused == sum(count for count, *_ in UNREADABLE)
    assert Order.objects.filter(status="completed").count() > 430
    gone = Order.objects.filter(cancellations__reason__key="out_of_stock")
    assert gone.values("reference").distinct().count() == 8
    broken = {invariant.words: breaks.first for invariant in INVARIANTS if (breaks := ask(invariant)).count}
    assert broken == {}


def test_woocommerces_orders_come_in_once() -> None:
    for outcome in ("1 imported", "0 imported"):
        assert outcome in run("woocommerce-json", FILES / "woocommerce-order.json")[0]
    out, _ = run("woocommerce-json", FILES / "woocommerce-orders.json")
    assert "2 orders read: 1 imported" in out
    assert "1 already there" in out
    assert "names no maker went to “Imported from WooCommerce”" in out
    order = Order.objects.get(reference__startswith="8105 ")
    assert (order.total, order.tax, order.payment.captured) == (5060, 170, 5060)


def test_a_maker_is_named_for_what_names_none() -> None:
    Maker.objects.create(slug="byrne", name="Byrne Ceramics", order_prefix="BYR")
    run("woocommerce-json", FILES / "woocommerce-order.json", maker="byrne")
    assert Order.objects.get().maker.slug == "byrne"


def test_shopifys_order_does_not_add_up_and_says_so() -> None:
    """Its three lines at 45.00 come to more than its total_line_items_price of 90.00."""
    with pytest.raises(CommandError, match="1 refused"):
        run("shopify-json", FILES / "shopify-order.json")
    _, bad, _ = read("shopify-json", FILES / "shopify-order.json")
    assert (bad[0].name, bad[0].line_number) == ("#3001", 2)
    assert "Its total_price is “92.70”, but its lines" in bad[0].why


def test_faires_order_contradicts_itself_and_says_so() -> None:
    _, bad, _ = read("faire-json", FILES / "faire-order.json")
    assert "It contradicts itself: it is NEW, and every item of it is cancelled." in bad[0].why


def test_the_reasons_and_states_that_faire_documents_are_all_known() -> None:
    assert set(faire.REASONS) == {
        "REQUESTED_BY_RETAILER",
        "RETAILER_NOT_GOOD_FIT",
        "CHANGE_REPLACE_ORDER",
        "ITEM_OUT_OF_STOCK",
        "INCORRECT_PRICING",
        "ORDER_TOO_SMALL",
        "REJECT_INTERNATIONAL_ORDER",
        "OTHER",
    }
    assert {
        "NEW",
        "PROCESSING",
        "PRE_TRANSIT",
        "IN_TRANSIT",
        "DELIVERED",
        "PENDING_RETAILER_CONFIRMATION",
        "BACKORDERED",
        "CANCELED",
    } <= {*faire.PLACED, *faire.ACCEPTED, *faire.SENT, *faire.CANCELLED}
