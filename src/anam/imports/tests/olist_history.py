"""A marketplace's history of our own in Olist's files: every state that an order can have come to, many times over."""

import csv
from datetime import datetime, timedelta
from pathlib import Path

BEGUN = datetime.fromisoformat("2016-10-14 21:40")  # local, and without its zone, as every time of Olist's
# How many, their status, how many hours after the purchase they were approved, sent and delivered, how many units they
# have. Summer time began in São Paulo in the night of 16 October 2016, and ended in that of 19 February 2017.
KINDS = [
    (300, "delivered", 1, 40, 200, 1),
    (90, "delivered", 0, 90, 300, 3),
    (40, "delivered", 80, 75, 400, 2),  # sent before it was approved
    (30, "shipped", 1, 30, None, 2),
    (20, "processing", 2, None, None, 1),
    (10, "invoiced", 2, None, None, 1),
    (5, "approved", 1, None, None, 1),
    (5, "created", None, None, None, 1),
    (20, "canceled", 1, None, None, 2),
    (5, "canceled", None, None, None, 1),
    (8, "unavailable", 1, None, None, 1),
]
# And what nobody can take in: without items, so of no seller; delivered at no time; delivered before it was sent.
UNREADABLE = [
    (25, "canceled", None, None, None, 0),
    (15, "unavailable", 1, None, None, 0),
    (1, "delivered", 1, 40, None, 1),
    (3, "delivered", 1, 200, 40, 1),
]
FILES = {
    "orders": "order_id,customer_id,order_status,order_purchase_timestamp,order_approved_at,"
    "order_delivered_carrier_date,order_delivered_customer_date,order_estimated_delivery_date",
    "order_items": "order_id,order_item_id,product_id,seller_id,shipping_limit_date,price,freight_value",
    "customers": "customer_id,customer_unique_id,customer_zip_code_prefix,customer_city,customer_state",
    "sellers": "seller_id,seller_zip_code_prefix,seller_city,seller_state",
}


def write_history(folder: Path) -> int:
    """Write the four files to `folder`. Returns how many orders there are in them."""
    kinds = [kind for count, *kind in KINDS + UNREADABLE for _ in range(count)]
    rows: dict[str, list[list[object]]] = {name: [] for name in FILES}
    for number, (status, approved, sent, delivered, units) in enumerate(kinds):
        placed = BEGUN + timedelta(hours=number * 77 % (200 * 24), seconds=number)
        moments = [_after(placed, hours) for hours in (0, approved, sent, delivered, 500)]
        rows["orders"].append([f"order-{number}", f"customer-{number}", status, *moments])
        rows["customers"].append(
            [f"customer-{number}", f"shop-{number % 90}", number, ("óbidos", "natal")[number % 2], "X"]
        )
        for unit in range(units):
            seller = (number + unit // 2) % 40
            price = f"{5 + number % 83}.{number % 100:02}"
            rows["order_items"].append(
                [f"order-{number}", unit + 1, f"product-{seller}-{unit // 2}", f"seller-{seller}", "", price, "7.35"]
            )
    # Every eighth seller of items has no row of its own.
    rows["sellers"] = [[f"seller-{number}", number, "olinda", "X"] for number in range(40) if number % 8]
    for name, header in FILES.items():
        with (folder / f"olist_{name}_dataset.csv").open("w", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([header.split(","), *rows[name]])
    return len(kinds)


def _after(placed: datetime, hours: object) -> str:
    return f"{placed + timedelta(hours=hours):%Y-%m-%d %H:%M:%S}" if isinstance(hours, int) else ""
