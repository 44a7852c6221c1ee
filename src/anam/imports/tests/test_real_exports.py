"""The real exports of other systems: in ../shared/data, which is beside the repository or is not."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from anam.audit.invariants import INVARIANTS, ask
from anam.imports.tests.samples import ABSENT, REAL, read
from anam.orders.models import Order
from anam.people.models import Maker

pytestmark = [pytest.mark.skipif(not REAL.exists(), reason=ABSENT), pytest.mark.django_db]


def run(format: str, path: Path, **options: object) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("import_orders", path, format=format, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def test_olists_whole_history_comes_in_and_breaks_no_rule(tmp_path: Path) -> None:
    """D7, D8, D12"""
    report = tmp_path / "refused.csv"
    out, _ = run("olist", REAL / "olist-dev", time_zone="America/Sao_Paulo", report=report)
    read_in, imported, refused = (
        int(n.replace(",", "")) for n in re.findall(r"([\d,]+) (?:orders read|imported|refused)", out)
    )
    assert (read_in, imported + refused) == (9787, 9787)
    rows = report.read_text().splitlines()
    assert len(rows) == refused + 1
    # 397 have no items, so no seller; one was delivered at no time; six arrived before they were sent.
    assert (sum("none of its items" in row for row in rows), refused) == (397, 404)
    assert Order.objects.filter(status="completed").count() > 8000
    gone = Order.objects.filter(cancellations__reason__key="out_of_stock")
    assert gone.values("reference").distinct().count() == 6
    broken = {invariant.words: breaks.first for invariant in INVARIANTS if (breaks := ask(invariant)).count}
    assert broken == {}


def test_woocommerces_orders_come_in_once() -> None:
    folder = REAL / "woocommerce-orders-json"
    for name, outcome in (
        ("docs-v3-01-order-properties", "1 imported"),
        ("docs-v3-02-retrieve-an-order", "0 imported"),
    ):
        assert outcome in run("woocommerce-json", folder / f"{name}.json")[0]
    out, _ = run("woocommerce-json", folder / "docs-v3-03-list-all-orders.json")
    assert "2 orders read: 1 imported" in out
    assert "1 already there" in out
    assert "names no maker went to “Imported from WooCommerce”" in out
    order = Order.objects.get(reference__startswith="727 ")
    assert (order.total, order.tax, order.payment.captured) == (2935, 135, 2935)


def test_a_maker_is_named_for_what_names_none() -> None:
    Maker.objects.create(slug="byrne", name="Byrne Ceramics", order_prefix="BYR")
    run("woocommerce-json", REAL / "woocommerce-orders-json/docs-v3-01-order-properties.json", maker="byrne")
    assert Order.objects.get().maker.slug == "byrne"


def test_shopifys_order_does_not_add_up_and_says_so() -> None:
    """Its three lines at 199.00 come to more than its total_line_items_price of 398.00."""
    with pytest.raises(CommandError, match="1 refused"):
        run("shopify-json", REAL / "shopify-order-json/order.json")
    _, bad, _ = read("shopify-json", REAL / "shopify-order-json/order.json")
    assert (bad[0].name, bad[0].line_number) == ("#1001", 2)
    assert "Its total_price is “409.94”, but its lines" in bad[0].why


def test_faires_order_contradicts_itself_and_says_so() -> None:
    _, bad, _ = read("faire-json", REAL / "faire-order-json/order_v2_doc_example.json")
    assert "It contradicts itself: it is NEW, and every item of it is cancelled." in bad[0].why


def test_the_reasons_and_states_that_faire_documents_are_all_known() -> None:
    import json

    from anam.imports import faire_json as faire

    told = json.loads((REAL / "faire-order-json/enums.json").read_text())
    assert set(told["PUT /external-api/v2/orders/{order_id}/cancel"]["reason"]) == set(faire.REASONS)
    states = (*faire.PLACED, *faire.ACCEPTED, *faire.SENT, *faire.CANCELLED)
    assert set(told["order.state"]) <= set(states)
