"""Discount and tax by line, where the source has them: kept beside the order's own, and never more than those (M10)."""

from dataclasses import replace
from pathlib import Path

import pytest

from anam.imports.parts import parts_of
from anam.imports.tests.test_formats import only

MUGS = {"name": "Mug, oatmeal", "quantity": 2, "price": "9.50", "sku": "MUG-01", "vendor": "Byrne Ceramics"}
RUG = {"name": "Rug, blue", "quantity": 1, "price": "10.00", "sku": "RUG-09", "vendor": "Otto Weaves"}
OWN = {
    "discount_allocations": [{"amount": "1.00"}, {"amount": "0.01"}],
    "tax_lines": [{"price": "1.40"}],
}


def test_shopifys_json_says_both_by_line_and_each_maker_has_their_own(tmp_path: Path) -> None:
    parsed = only(tmp_path, "shopify-json", line_items=[{**MUGS, **OWN}, RUG])
    assert [(line.discount, line.tax) for line in parsed.lines] == [(101, 140), (0, 0)]
    byrne, otto = parts_of(parsed)
    assert (byrne.discount, otto.discount) == (101, 0)
    assert (byrne.tax, otto.tax) == (140 + 39, 21)  # of the other 60 each has what their goods cost
    assert byrne.total + otto.total == 3699


def test_where_prices_hold_the_tax_no_line_adds_any(tmp_path: Path) -> None:
    items = [{**MUGS, "tax_lines": [{"price": "1.40"}]}, RUG]
    parsed = only(tmp_path, "shopify-json", line_items=items, taxes_included=True, total_price="34.99")
    assert [line.tax for line in parsed.lines] == [0, 0]


def test_of_what_was_removed_since_its_share_is_gone_too(tmp_path: Path) -> None:
    items = [{**MUGS, **OWN, "current_quantity": 1}, {**RUG, "current_quantity": 1}]
    now = {"current_total_price": "27.49", "current_total_tax": "2.00", "current_total_discounts": "1.01"}
    parsed = only(tmp_path, "shopify-json", line_items=items, **now)
    assert [(line.quantity, line.discount, line.tax) for line in parsed.lines] == [(1, 50, 70), (1, 0, 0)]


def test_woocommerces_json_says_both_by_line(tmp_path: Path) -> None:
    items = [
        {
            "id": 315,
            "name": "Mug",
            "quantity": 3,
            "subtotal": "10.00",
            "total": "9.00",
            "total_tax": "0.90",
            "sku": "M",
        },
        {
            "id": 316,
            "name": "Bowl",
            "quantity": 1,
            "subtotal": "12.00",
            "total": "12.00",
            "total_tax": "1.20",
            "sku": "B",
        },
    ]
    total = {"total": "28.10", "total_tax": "2.10", "shipping_total": "5.00", "discount_total": "1.00"}
    parsed = only(tmp_path, "woocommerce-json", line_items=items, **total)
    # Ten for three are two at 3.33 and one at 3.34: what the line has of its own is shared among them.
    assert [(line.quantity, line.unit_price) for line in parsed.lines] == [(2, 333), (1, 334), (1, 1200)]
    assert sum(line.discount for line in parsed.lines[:2]) == 100
    assert sum(line.tax for line in parsed.lines[:2]) == 90
    assert (parsed.lines[2].discount, parsed.lines[2].tax) == (0, 120)


@pytest.mark.parametrize(
    ("own", "kept"),
    [((60, 41), (60, 41)), ((61, 41), (60, 41)), ((80, 80), (0, 0)), ((1901, 0), (0, 0))],
    ids=["as much as there is", "a unit too much by rounding", "more than there is", "more than it costs"],
)
def test_lines_never_have_more_of_their_own_than_there_is(
    tmp_path: Path, own: tuple[int, int], kept: tuple[int, int]
) -> None:
    parsed = only(tmp_path, "shopify-json")
    lines = [replace(line, discount=less) for line, less in zip(parsed.lines, own, strict=True)]
    parts = parts_of(replace(parsed, lines=tuple(lines)))
    assert tuple(line.discount for part in parts for line in part.lines) == kept
    assert sum(part.discount for part in parts) == 101


def test_what_cannot_be_read_of_a_line_is_shared_with_the_rest(tmp_path: Path) -> None:
    parsed = only(tmp_path, "shopify-json", line_items=[{**MUGS, "tax_lines": [{"price": "much"}]}, RUG])
    assert [line.tax for line in parsed.lines] == [0, 0]
