"""What an export says of money and of goods: numbers before words, the shop's own money, and nothing that is gone."""

import json
from pathlib import Path
from typing import Any

import pytest

from anam.imports.parsed import ParsedOrder
from anam.imports.tests.export import BOWL, COLUMNS, order, written
from anam.imports.tests.samples import faire, read, shopify, woocommerce

MUG = {"name": "Mug", "quantity": 2, "price": "10.00", "vendor": "Byrne Ceramics"}


def of_json(tmp_path: Path, format: str, found: dict[str, Any], *, maker: str = "") -> ParsedOrder:
    path = tmp_path / "orders.json"
    path.write_text(json.dumps([found]))
    orders, bad, _ = read(format, path, maker=maker)
    assert [one.why for one in bad] == []
    return orders[0]


def of_csv(tmp_path: Path, rows: list[dict[str, str]], *, maker: str = "") -> ParsedOrder:
    orders, bad, _ = read("shopify-csv", written(tmp_path, rows), maker=maker)
    assert [one.why for one in bad] == []
    return orders[0]


def parsed(**changes: Any) -> dict[str, Any]:
    """Two mugs, 20.00, paid."""
    own = {
        "line_items": [MUG],
        "shipping_lines": [],
        "total_tax": "0.00",
        "total_discounts": "0.00",
        "total_price": "20.00",
    }
    return shopify(**{**own, **changes})


def refund(amount: str, currency: str = "USD", **more: Any) -> dict[str, Any]:
    transaction = {"kind": "refund", "status": "success", "amount": amount, "currency": currency}
    return {"processed_at": "2026-01-07T10:00:00-05:00", "transactions": [{**transaction, **more}]}


def money(found: ParsedOrder) -> tuple[str, int, int]:
    return found.payment.status, found.payment.captured, found.payment.refunded


def test_what_was_removed_is_not_to_be_made(tmp_path: Path) -> None:
    gone = {"name": "Jug", "quantity": 1, "current_quantity": 0, "price": "10.00", "vendor": "Byrne Ceramics"}
    found = of_json(
        tmp_path,
        "shopify-json",
        parsed(
            line_items=[{**MUG, "current_quantity": 1}, gone],
            total_price="30.00",
            current_total_price="10.00",
            financial_status="partially_refunded",
            refunds=[refund("20.00")],
        ),
    )
    assert [(line.title, line.quantity) for line in found.lines] == [("Mug", 1)]
    assert money(found) == ("captured", 1000, 0)
    assert found.cancelled_at is None


def test_an_order_of_which_all_was_removed_is_not_open(tmp_path: Path) -> None:
    found = of_json(
        tmp_path,
        "shopify-json",
        parsed(
            line_items=[{**MUG, "current_quantity": 0}],
            current_total_price="0.00",
            financial_status="refunded",
            refunds=[refund("20.00")],
        ),
    )
    assert money(found) == ("refunded", 2000, 2000)
    assert found.cancelled_at
    assert f"{found.cancelled_at:%Y-%m-%d}" == "2026-01-07"


def test_a_removed_line_of_a_spreadsheet_is_not_to_be_made(tmp_path: Path) -> None:
    found = of_csv(tmp_path, order("#1", {}, {**BOWL, "Lineitem quantity": "0"}, total="14.50"))
    assert [line.title for line in found.lines] == ["Mug, oatmeal"]


def test_shipping_that_was_removed_is_not_charged(tmp_path: Path) -> None:
    lines = [{"price": "5.00"}, {"price": "7.00", "is_removed": True}]
    assert of_json(tmp_path, "shopify-json", parsed(shipping_lines=lines, total_price="25.00")).shipping == 500


def test_a_tip_is_no_tax(tmp_path: Path) -> None:
    found = of_json(tmp_path, "shopify-json", parsed(total_tip_received="3.00", total_price="23.00"))
    assert found.tax == 0
    assert [(line.title, line.total) for line in found.lines] == [("Mug", 2000), ("Tip", 300)]


@pytest.mark.parametrize(
    "written_as",
    [
        {"currency": "EUR", "amount_set": {"shop_money": {"amount": "10.00", "currency_code": "USD"}}},
        {"currency": "USD"},
    ],
)
def test_a_refund_counts_in_the_shops_own_money(tmp_path: Path, written_as: dict[str, Any]) -> None:
    amount = "10.00" if written_as["currency"] == "USD" else "9.20"
    found = of_json(
        tmp_path, "shopify-json", parsed(financial_status="partially_refunded", refunds=[refund(amount, **written_as)])
    )
    assert money(found) == ("captured", 2000, 1000)


def test_all_that_was_refunded_in_the_buyers_money_is_all_of_ours(tmp_path: Path) -> None:
    found = of_json(tmp_path, "shopify-json", parsed(financial_status="refunded", refunds=[refund("18.40", "EUR")]))
    assert money(found) == ("refunded", 2000, 2000)


def test_what_nobody_can_tell_of_another_currency_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "orders.json"
    path.write_text(json.dumps([parsed(financial_status="partially_refunded", refunds=[refund("1500", "JPY")])]))
    orders, bad, _ = read("shopify-json", path)
    assert orders == []
    assert "the buyer’s currency" in bad[0].why


@pytest.mark.parametrize("cell", ["-0.01", "0.01", "-3.00"])
def test_a_cent_too_much_or_too_little_refuses_nothing(tmp_path: Path, cell: str) -> None:
    found = of_csv(tmp_path, order("#1", total="14.50", Outstanding_Balance=cell, Paid_at="2026-01-05 10:00:00 -0500"))
    assert found.payment.captured in (1449, 1450)
    assert of_json(tmp_path, "shopify-json", parsed(total_outstanding=cell)).payment.captured in (1999, 2000)


def test_refunded_in_full_and_never_sent_is_not_to_be_made(tmp_path: Path) -> None:
    found = of_csv(
        tmp_path,
        order(
            "#1",
            total="14.50",
            Financial_Status="refunded",
            Refunded_Amount="14.50",
            Paid_at="2026-01-06 10:00:00 -0500",
            Outstanding_Balance="0.00",
        ),
    )
    assert money(found) == ("refunded", 1450, 1450)
    assert f"{found.cancelled_at:%Y-%m-%d}" == "2026-01-06"


def test_the_sum_says_how_much_was_refunded_whatever_the_word_says(tmp_path: Path) -> None:
    found = of_csv(
        tmp_path,
        order("#1", total="14.50", Financial_Status="refunded", Refunded_Amount="4.50", Outstanding_Balance="0.00"),
    )
    assert money(found) == ("captured", 1450, 450)
    assert found.cancelled_at is None
    sent = woocommerce(status="refunded", refunds=[{"total": "-10.00"}], date_completed_gmt="2026-01-07T10:00:00")
    assert money(of_json(tmp_path, "woocommerce-json", sent)) == ("captured", 2935, 1000)


def test_quantities_are_read_as_a_spreadsheet_writes_them(tmp_path: Path) -> None:
    found = of_csv(tmp_path, order("#1", {"Lineitem quantity": "2.0"}, total="29.00"))
    assert [line.quantity for line in found.lines] == [2]


def test_a_line_without_a_vendor_is_whoever_it_is_said_to_be_or_the_only_maker_of_its_order(tmp_path: Path) -> None:
    rows = order("#1", {}, {"Lineitem name": "Engraving", "Lineitem price": "3.00", "Vendor": ""}, total="17.50")
    assert [line.maker for line in of_csv(tmp_path, rows).lines] == ["Byrne Ceramics"] * 2
    assert of_csv(tmp_path, rows, maker="Otto Weaves").lines[1].maker == "Otto Weaves"
    alone = order("#2", {"Vendor": ""}, total="14.50")
    assert of_csv(tmp_path, alone, maker="Otto Weaves").lines[0].maker == "Otto Weaves"
    custom = parsed(line_items=[MUG, {"name": "Engraving", "quantity": 1, "price": "3.00"}], total_price="23.00")
    assert [line.maker for line in of_json(tmp_path, "shopify-json", custom).lines] == ["Byrne Ceramics"] * 2


def test_a_gift_card_is_a_way_of_paying(tmp_path: Path) -> None:
    found = of_json(tmp_path, "woocommerce-json", woocommerce(total="9.35", gift_cards=[{"amount": 20}]))
    assert sum(line.total for line in found.lines) + found.shipping + found.tax - found.discount == 2935
    assert money(found) == ("captured", 2935, 0)


def test_what_was_given_back_with_an_order_is_off_its_price(tmp_path: Path) -> None:
    items = [
        *woocommerce()["line_items"],
        {"name": "A cracked bowl", "quantity": -1, "subtotal": "-5.00", "total": "-5.00"},
    ]
    found = of_json(tmp_path, "woocommerce-json", woocommerce(line_items=items, total="24.35"))
    assert found.discount == 500
    assert [line.title for line in found.lines] == ["Mug", "Bowl – large"]


def test_a_tax_below_nothing_is_off_the_price(tmp_path: Path) -> None:
    fees = [{"name": "Voucher", "total": "-5.00", "total_tax": "-1.00"}]
    found = of_json(tmp_path, "woocommerce-json", woocommerce(fee_lines=fees, total_tax="-1.00", total="22.00"))
    assert (found.discount, found.tax, found.shipping) == (600, 0, 1000)


@pytest.mark.parametrize(
    ("written_so", "read_so"),
    [
        ("ada@moss.example; bob@moss.example", "ada@moss.example"),
        ("Ada <Ada@moss.example>", "ada@moss.example"),
        ("mailto:ada@moss.example", "ada@moss.example"),
        ("(ada@moss.example)", "ada@moss.example"),
        ("ada at moss", ""),
    ],
)
def test_an_address_that_is_written_oddly_refuses_no_order(tmp_path: Path, written_so: str, read_so: str) -> None:
    """What is none is left out, and named."""
    found = [
        of_csv(tmp_path, order("#1", total="14.50", Email=written_so)),
        of_json(tmp_path, "shopify-json", parsed(email=written_so)),
        of_json(tmp_path, "woocommerce-json", woocommerce(billing={"email": written_so, "first_name": "Ada"})),
    ]
    assert [one.buyer.email for one in found] == [read_so] * 3
    assert all(bool(one.notes) == (not read_so) for one in found)


def test_an_export_without_a_column_of_makers_is_whoever_it_is_said_to_be(tmp_path: Path) -> None:
    path = written(tmp_path, order("#1", total="14.50"), columns=[one for one in COLUMNS if one != "Vendor"])
    orders, bad, _ = read("shopify-csv", path, maker="Byrne Ceramics")
    assert ([line.maker for line in orders[0].lines], bad) == (["Byrne Ceramics"], [])


@pytest.mark.parametrize(
    "card",
    [
        {"any_gift_cards": [{"number": "A1", "amount": "5.00"}]},
        {"gift_card_lines": [{"code": "A1", "amount": 5}]},
        {"meta_data": [{"key": "_applied_gift_cards", "value": {"A1": "5.00"}}, {"key": "gift_note", "value": "x"}]},
    ],
)
def test_a_gift_card_is_found_wherever_a_plugin_notes_it(tmp_path: Path, card: dict[str, Any]) -> None:
    found = of_json(tmp_path, "woocommerce-json", woocommerce(total="24.35", gift_message="With love", **card))
    assert (found.payment.captured, found.discount) == (2935, 0)
    found = of_json(tmp_path, "woocommerce-json", woocommerce(total="29.35", **card))
    assert found.payment.captured == 2935, "some shops leave the total as it is"


def test_what_was_taken_out_of_an_order_is_no_line_and_refuses_nothing(tmp_path: Path) -> None:
    gone = {"id": 9, "name": "Jug", "quantity": 0, "subtotal": "0.00", "total": "0.00"}
    every = [*woocommerce()["line_items"], gone]
    assert len(of_json(tmp_path, "woocommerce-json", woocommerce(line_items=every)).lines) == 2


@pytest.mark.parametrize(
    ("taken_off", "discount", "shipping"),
    [
        ({"fee_lines": [{"name": "Credit", "total": "-20.00"}], "total": "9.35"}, 1800, 800),
        ({"shipping_total": "-3.00", "total": "16.35"}, 300, 0),
    ],
)
def test_what_is_taken_off_more_than_the_goods_is_taken_off_the_shipping(
    tmp_path: Path, taken_off: dict[str, Any], discount: int, shipping: int
) -> None:
    found = of_json(tmp_path, "woocommerce-json", woocommerce(**taken_off))
    assert (found.discount, found.shipping, found.tax) == (discount, shipping, 135)


def test_a_tester_costs_what_it_costs(tmp_path: Path) -> None:
    [mug] = faire()["items"]
    tested = {**mug, "includes_tester": True, "tester_price": {"amount_minor": 500, "currency": "USD"}}
    found = of_json(tmp_path, "faire-json", faire(items=[tested]))
    assert [(line.quantity, line.unit_price) for line in found.lines] == [(4, 1450), (1, 500)]


@pytest.mark.parametrize("code", ["XXX", "XTS", "XAU"])
def test_what_nobody_pays_in_is_no_currency(tmp_path: Path, code: str) -> None:
    path = tmp_path / "orders.json"
    path.write_text(json.dumps([parsed(currency=code)]))
    _, [bad], _ = read("shopify-json", path)
    assert "no currency" in bad.why
