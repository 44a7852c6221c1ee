"""Addresses that come with orders from elsewhere: kept as they came, flagged where something seems wrong."""

import csv
import io
import json
from dataclasses import asdict
from pathlib import Path

import pytest
from django.core.management import call_command

from anam.orders.models import Order
from conftest import Cast

SHOPIFY = {
    "id": 5001,
    "name": "#5001",
    "created_at": "2026-10-01T10:00:00Z",
    "currency": "USD",
    "total_price": "29.00",
    "financial_status": "paid",
    "line_items": [{"title": "Mug", "quantity": 2, "price": "14.50", "vendor": "Byrne Ceramics"}],
    "shipping_address": {
        "first_name": "Bob", "last_name": "Norman", "company": "Norman Goods", "address1": "92 Chestnut Street",
        "address2": "Unit 4", "city": "Louisville", "zip": "40202", "province": "Kentucky", "province_code": "KY",
        "country_code": "US", "phone": "555-625-1199",
    },
}  # fmt: skip
FAIRE = {
    "id": "bo_1", "display_id": "F1", "created_at": "2026-10-01T10:00:00Z", "state": "NEW",
    "brand_name": "Byrne Ceramics",
    "items": [{"product_name": "Mug", "quantity": 2, "price": {"amount_minor": 1450, "currency": "USD"}}],
    "address": {
        "name": "John Smith", "company_name": "Kitchener Goods", "address1": "41 King Street West",
        "address2": "3rd Floor", "postal_code": "N2G 1A1", "city": "Kitchener", "state": "Ontario", "state_code": "ON",
        "phone_number": "555-123-4567", "country_code": "CAN",
    },
}  # fmt: skip
WOO = {
    "id": 727, "number": "727", "order_key": "wc_1", "status": "processing", "currency": "USD",
    "date_created_gmt": "2026-10-01T10:00:00", "total": "29.00",
    "line_items": [{"name": "Mug", "quantity": 2, "subtotal": "29.00", "total": "29.00"}],
    "billing": {"first_name": "Ann", "last_name": "Bell", "address_1": "1 Bill Street", "city": "Boise",
                "country": "US"},
    "shipping": {"first_name": "John", "last_name": "Doe", "address_1": "969 Market", "city": "San Francisco",
                 "state": "CA", "postcode": "94103", "country": "US"},
}  # fmt: skip


def bring_in(tmp_path: Path, kind: str, text: str, *more: str) -> dict[str, str]:
    file = tmp_path / "orders"
    file.write_text(text)
    call_command("import_orders", str(file), "--from", kind, *more)
    ship_to = Order.objects.select_related("ship_to").get().ship_to
    return {name: value for name, value in asdict(ship_to.address).items() if value} if ship_to else {}


def test_shopifys_json_says_where_to(cast: Cast, tmp_path: Path) -> None:
    assert bring_in(tmp_path, "shopify-json", json.dumps(SHOPIFY)) == {
        "name": "Bob Norman", "company": "Norman Goods", "line1": "92 Chestnut Street", "line2": "Unit 4",
        "city": "Louisville", "region": "KY", "postal_code": "40202", "country": "US", "phone": "555-625-1199",
    }  # fmt: skip


def test_shopifys_export_says_where_to(cast: Cast, tmp_path: Path) -> None:
    row = {
        "Name": "#1001", "Id": "9001", "Created at": "2026-10-01 10:00:00 +0000", "Currency": "USD", "Total": "29.00",
        "Financial Status": "paid", "Vendor": "Byrne Ceramics", "Lineitem quantity": "2", "Lineitem name": "Mug",
        "Lineitem price": "14.50", "Email": "bob@shop.example", "Shipping Name": "Bob Norman",
        "Shipping Street": "92 Chestnut Street, Unit 4", "Shipping Address1": "92 Chestnut Street",
        "Shipping Address2": "Unit 4", "Shipping City": "Louisville", "Shipping Zip": "'40202",
        "Shipping Province": "KY", "Shipping Country": "US", "Shipping Phone": "555-625-1199",
    }  # fmt: skip
    text = io.StringIO()
    writer = csv.DictWriter(text, row)
    writer.writeheader()
    writer.writerow(row)
    assert bring_in(tmp_path, "shopify-csv", text.getvalue()) == {
        "name": "Bob Norman", "line1": "92 Chestnut Street", "line2": "Unit 4", "city": "Louisville", "region": "KY",
        "postal_code": "40202", "country": "US", "phone": "555-625-1199",
    }  # fmt: skip


def test_faire_says_where_to(cast: Cast, tmp_path: Path) -> None:
    assert bring_in(tmp_path, "faire-json", json.dumps(FAIRE)) == {
        "name": "John Smith", "company": "Kitchener Goods", "line1": "41 King Street West", "line2": "3rd Floor",
        "city": "Kitchener", "region": "ON", "postal_code": "N2G 1A1", "country": "CA", "phone": "555-123-4567",
    }  # fmt: skip


@pytest.mark.parametrize("given", [True, False])
def test_woocommerce_says_where_to_or_means_where_the_bill_goes(cast: Cast, tmp_path: Path, given: bool) -> None:
    told = WOO if given else {**WOO, "shipping": {"first_name": "", "address_1": ""}}
    found = bring_in(tmp_path, "woocommerce-json", json.dumps(told))
    assert found["line1"] == ("969 Market" if given else "1 Bill Street")
    assert found["name"] == ("John Doe" if given else "Ann Bell")


def test_what_seems_wrong_is_kept_and_flagged_and_refuses_nothing(cast: Cast, tmp_path: Path) -> None:
    address = {**SHOPIFY["shipping_address"], "zip": "9999999", "province_code": "Kentuckee"}  # type: ignore[dict-item]
    found = bring_in(tmp_path, "shopify-json", json.dumps({**SHOPIFY, "shipping_address": address}))
    assert (found["postal_code"], found["region"]) == ("9999999", "Kentuckee")
    kept = Order.objects.select_related("ship_to").get().ship_to
    assert kept
    assert kept.doubts == ["postal_code", "region"]
    assert kept.is_doubtful


@pytest.mark.parametrize("country", ["", "Freedonia", "ZZ"])
def test_an_address_of_no_country_is_left_out_and_the_order_comes_in(cast: Cast, tmp_path: Path, country: str) -> None:
    address = {**SHOPIFY["shipping_address"], "country_code": country}  # type: ignore[dict-item]
    assert bring_in(tmp_path, "shopify-json", json.dumps({**SHOPIFY, "shipping_address": address})) == {}
