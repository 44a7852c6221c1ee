"""Small exports of our own, in the shapes of those that we read: what the tests bend and break."""

from pathlib import Path
from typing import Any

from anam.imports.exports import Export, Options, zone_called
from anam.imports.formats import FORMATS
from anam.imports.parsed import BadRow, ParsedOrder

FILES = Path(__file__).parent / "files"


def shopify(**changes: Any) -> dict[str, Any]:
    return {
        "id": 7300400500551,
        "name": "#1051",
        "created_at": "2026-01-05T10:00:00-05:00",
        "currency": "USD",
        "total_price": "36.99",
        "total_tax": "2.00",
        "total_discounts": "1.01",
        "taxes_included": False,
        "financial_status": "paid",
        "fulfillment_status": None,
        "cancelled_at": None,
        "cancel_reason": None,
        "email": "ada@shop.example",
        "shipping_lines": [{"price": "7.00"}],
        "total_outstanding": "0.00",
        "billing_address": {"company": "Moss & Daughters", "city": "Galway", "country_code": "IE"},
        "line_items": [
            {"name": "Mug, oatmeal", "quantity": 2, "price": "9.50", "sku": "MUG-01", "vendor": "Byrne Ceramics"},
            {"name": "Rug, blue", "quantity": 1, "price": "10.00", "sku": "RUG-09", "vendor": "Otto Weaves"},
        ],
        **changes,
    }


def woocommerce(**changes: Any) -> dict[str, Any]:
    return {
        "id": 8204,
        "number": "8204",
        "order_key": "wc_order_moss8105",
        "status": "processing",
        "currency": "USD",
        "date_created": "2026-01-05T10:00:00",
        "date_created_gmt": "2026-01-05T15:00:00",
        "date_modified_gmt": "2026-01-06T15:00:00",
        "date_paid_gmt": "2026-01-05T15:00:05",
        "total": "29.35",
        "total_tax": "1.35000",
        "shipping_total": "10.00",
        "discount_total": "0.00",
        "billing": {"company": "Moss & Daughters", "email": "ada@shop.example", "city": "Galway", "country": "IE"},
        "line_items": [
            {"id": 315, "name": "Mug", "quantity": 2, "subtotal": "6.00", "total": "6.00", "sku": "MUG-01"},
            {"id": 316, "name": "Bowl &ndash; large", "quantity": 1, "subtotal": "12.00", "total": "12.00", "sku": "B"},
        ],
        "fee_lines": [],
        "refunds": [],
        **changes,
    }


def faire(**changes: Any) -> dict[str, Any]:
    return {
        "id": "bo_moss4daughters",
        "display_id": "MOSS4DAUGH",
        "created_at": "2026-01-05T15:00:00.000Z",
        "updated_at": "2026-01-06T15:00:00.000Z",
        "state": "NEW",
        "items": [
            {
                "id": "oi_1",
                "quantity": 4,
                "sku": "MUG-01",
                "product_name": "Mug",
                "variant_name": "oatmeal",
                "price_cents": 0,
                "price": {"amount_minor": 1450, "currency": "USD"},
                "state": "PROCESSING",
            }
        ],
        "address": {"company_name": "Moss & Daughters", "city": "Galway", "country_code": "IRL"},
        "shipments": [],
        **changes,
    }


OLIST = {
    "olist_orders_dataset.csv": (
        "order_id,customer_id,order_status,order_purchase_timestamp,order_approved_at,order_delivered_carrier_date,"
        "order_delivered_customer_date,order_estimated_delivery_date\n"
        "o1,c1,delivered,2017-01-05 10:00:00,2017-01-05 10:10:00,2017-01-06 10:00:00,2017-01-09 10:00:00,x\n"
        "o2,c2,unavailable,2017-01-05 11:00:00,2017-01-05 11:10:00,,,x\n"
        "o3,c3,canceled,2017-01-05 12:00:00,,,,x\n"
        "o4,c1,processing,2017-01-05 13:00:00,2017-01-05 13:10:00,,,x\n"
    ),
    "olist_order_items_dataset.csv": (
        "order_id,order_item_id,product_id,seller_id,shipping_limit_date,price,freight_value\n"
        "o1,1,p1,s1,x,41.30,12.20\no1,2,p1,s1,x,41.30,12.20\no1,3,p2,s2,x,10.00,1.00\n"
        "o2,1,p1,s1,x,41.30,12.20\no4,1,p9,s1,x,5.00,0.00\n"
    ),
    "olist_customers_dataset.csv": (
        "customer_id,customer_unique_id,customer_zip_code_prefix,customer_city,customer_state\n"
        "c1,u1,1,natal,RN\nc2,u2,1,óbidos,PA\nc3,u3,1,óbidos,PA\n"
    ),
    "olist_sellers_dataset.csv": "seller_id,seller_zip_code_prefix,seller_city,seller_state\ns1,1,olinda,PE\n",
}


def olist_in(folder: Path, **changes: str) -> Path:
    """The folder with Olist's files; `changes` are what stands in one instead, by the middle of its name."""
    for name, text in OLIST.items():
        (folder / name).write_text(changes.get(name.split("_", 1)[1].removesuffix("_dataset.csv"), text))
    return folder


def read(format: str, path: Path, *, zone: str = "", maker: str = "") -> tuple[list[ParsedOrder], list[BadRow], Export]:
    """What is in the export at `path`: orders, what cannot be read, and the export itself."""
    export = FORMATS[format].read(path, Options(zone_called(zone) if zone else None, maker))
    every = list(export)
    orders = [one for one in every if isinstance(one, ParsedOrder)]
    return orders, [one for one in every if isinstance(one, BadRow)], export
