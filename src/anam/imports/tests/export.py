"""A small export of our own, in the shape of Shopify's: what the tests below bend and break."""

import csv
import io
from datetime import datetime, timedelta
from pathlib import Path

COLUMNS = [
    "Name", "Email", "Financial Status", "Paid at", "Fulfillment Status", "Fulfilled at", "Currency", "Subtotal",
    "Shipping", "Taxes", "Total", "Discount Amount", "Created at", "Lineitem quantity", "Lineitem name",
    "Lineitem price", "Lineitem sku", "Lineitem fulfillment status", "Billing Name", "Billing Company",
    "Billing City", "Billing Country", "Notes", "Note Attributes", "Cancelled at", "Refunded Amount", "Vendor",
    "Outstanding Balance", "Id", "Tags", "Lineitem discount", "Receipt Number",
]  # fmt: skip
LINE = {
    "Lineitem quantity": "1",
    "Lineitem name": "Mug, oatmeal",
    "Lineitem price": "14.50",
    "Lineitem sku": "MUG-01",
    "Lineitem fulfillment status": "pending",
    "Vendor": "Byrne Ceramics",
    "Lineitem discount": "0.00",
    "Created at": "2026-01-05 10:00:00 -0500",
}
ORDER = {
    "Email": "ada@shop.example", "Financial Status": "paid", "Fulfillment Status": "unfulfilled", "Currency": "USD",
    "Shipping": "0.00", "Taxes": "0.00", "Discount Amount": "0.00", "Refunded Amount": "0.00",
    "Billing Name": "Ada Moss", "Billing Company": "Moss & Daughters", "Billing City": "Galway",
    "Billing Country": "IE",
}  # fmt: skip


def order(name: str, *lines: dict[str, str], total: str, **cells: str) -> list[dict[str, str]]:
    """The rows of one order; `cells` are those of its first row, with _ for the space in a column's name."""
    own = {column.replace("_", " "): text for column, text in cells.items()}
    first = {"Total": total, "Outstanding Balance": total, "Id": "67984" + name.strip("#"), **ORDER, **own}
    rows = [{**LINE, "Name": name, **line} for line in lines or ({},)]
    return [{**rows[0], **first, **{key: rows[0][key] for key in LINE if key not in own}}, *rows[1:]]


BOWL = {"Lineitem name": "Bowl, large", "Lineitem price": "33.00", "Lineitem sku": "BWL-03", "Lineitem quantity": "2"}
RUG = {"Lineitem name": "Rug, blue", "Lineitem price": "100.00", "Lineitem sku": "RUG-09", "Vendor": "Otto Weaves"}


def text_of(*orders: list[dict[str, str]], columns: list[str] = COLUMNS) -> str:
    written = io.StringIO(newline="")
    writer = csv.DictWriter(written, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    for rows in orders:
        writer.writerows(rows)
    return written.getvalue()


def written(folder: Path, *orders: list[dict[str, str]], columns: list[str] = COLUMNS) -> Path:
    path = folder / "orders_export.csv"
    path.write_text(text_of(*orders, columns=columns), encoding="utf-8")
    return path


def stamp(moment: datetime, *, back: timedelta = timedelta()) -> str:
    """A moment as Shopify writes it."""
    return (moment - back).strftime("%Y-%m-%d %H:%M:%S %z")
