"""Olist's files in the database: tables that only this connection sees, and that vanish with it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from anam.coded import Worded
from anam.imports.rows import Header, read_rows
from anam.imports.sentences import NOTHING, SENTENCES, words
from anam.imports.sources import Source
from anam.sql import fetch_all

AT_ONCE = 500
MAX_ITEMS = 1000  # of an order


@dataclass(frozen=True)
class OlistFile:
    """One file, the table that it fills, and its columns in the order of that table's."""

    name: str
    table: str
    kind: str  # of sentences.KINDS
    columns: tuple[str, ...]
    welcome: tuple[str, ...] = ()


FILES = (
    OlistFile("olist_orders_dataset.csv", "import_olist_order", "olist_orders", (
        "order_id", "customer_id", "order_status", "order_purchase_timestamp", "order_approved_at",
        "order_delivered_carrier_date", "order_delivered_customer_date",
    )),
    OlistFile("olist_order_items_dataset.csv", "import_olist_item", "olist_items", (
        "order_id", "order_item_id", "product_id", "seller_id", "price", "freight_value",
    )),
    OlistFile("olist_customers_dataset.csv", "import_olist_customer", "olist_customers", (
        "customer_id", "customer_unique_id", "customer_city",
    )),
    OlistFile("olist_sellers_dataset.csv", "import_olist_seller", "olist_sellers", ("seller_id", "seller_city")),
)  # fmt: skip


@dataclass(frozen=True)
class OlistOrder:
    """A row of the orders with its customer's; `wrong` says why it could not be read (`kept_wrong`)."""

    line_number: int
    wrong: str
    order_id: str
    customer_id: str
    status: str
    purchased: str
    approved: str
    sent: str
    arrived: str
    customer_unique_id: str
    customer_city: str


@dataclass(frozen=True)
class StrayItem:
    """The first item of an order that is not there."""

    line_number: int
    order_id: str


@dataclass(frozen=True)
class Item:
    """A row of the items with its seller's city."""

    order_id: str
    wrong: str
    number: str
    product_id: str
    seller_id: str
    price: str
    freight: str
    city: str


_ORDERS = """
SELECT o.line_number, o.wrong, o.order_id, o.customer_id, o.order_status AS status,
       o.order_purchase_timestamp AS purchased, o.order_approved_at AS approved,
       o.order_delivered_carrier_date AS sent, o.order_delivered_customer_date AS arrived,
       coalesce(c.customer_unique_id, '') AS customer_unique_id, coalesce(c.customer_city, '') AS customer_city
FROM import_olist_order o
LEFT JOIN LATERAL (
  SELECT customer_unique_id, customer_city FROM import_olist_customer c
  WHERE c.customer_id = o.customer_id AND c.wrong = '' ORDER BY line_number LIMIT 1
) c ON true
WHERE o.line_number > %s ORDER BY o.line_number LIMIT %s
"""
_ITEMS = """
SELECT i.order_id, i.wrong, i.order_item_id AS number, i.product_id, i.seller_id, i.price, i.freight_value AS freight,
       coalesce(s.seller_city, '') AS city
FROM (SELECT DISTINCT unnest(%s::text[]) AS order_id) wanted
JOIN LATERAL (
  SELECT * FROM import_olist_item item WHERE item.order_id = wanted.order_id ORDER BY item.line_number LIMIT %s
) i ON true
LEFT JOIN LATERAL (
  SELECT seller_city FROM import_olist_seller s WHERE s.seller_id = i.seller_id AND s.wrong = '' LIMIT 1
) s ON true
ORDER BY i.line_number
"""
_OF_NO_ORDER = """
SELECT min(i.line_number) AS line_number, i.order_id FROM import_olist_item i
WHERE NOT EXISTS (SELECT FROM import_olist_order o WHERE o.order_id = i.order_id)
GROUP BY i.order_id ORDER BY 1 LIMIT 10000
"""


class Tables:
    """The tables, used as a context."""

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor

    def __enter__(self) -> Self:
        self._drop()
        for file in FILES:
            columns = ", ".join(f"{column} text NOT NULL" for column in file.columns)
            self._cursor.execute(f"CREATE TEMPORARY TABLE {file.table} (line_number int, wrong text, {columns})")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, at: TracebackType | None
    ) -> None:
        if raised is None or isinstance(raised, GeneratorExit):
            self._drop()

    def _drop(self) -> None:
        self._cursor.execute(f"DROP TABLE IF EXISTS {', '.join(f'pg_temp.{file.table}' for file in FILES)}")

    def fill(self, file: OlistFile, source: Source, header: Header) -> int:
        """Read the file; the answer is the line number of its last row."""
        last = 0
        names = ", ".join(("line_number", "wrong", *file.columns))
        with source.open_text() as opened, self._cursor.copy(f"COPY {file.table} ({names}) FROM STDIN") as copy:
            rows = read_rows(opened, header.delimiter)
            next(rows, None)
            for row in rows:
                cells = header.by_column(row)
                found = [cells.get(column, "") for column in file.columns]
                wrong = row.wrong or (words("nul_byte") if any("\0" in cell for cell in found) else NOTHING)
                copy.write_row(
                    (
                        row.line_number,
                        json.dumps(wrong.kept) if wrong else "",
                        *(cell.replace("\0", "") for cell in found),
                    )
                )
                last = row.line_number
        self._cursor.execute(f"CREATE INDEX ON {file.table} ({file.columns[0]}, line_number)")
        self._cursor.execute(f"ANALYZE {file.table}")
        return last

    def orders(self) -> Iterator[tuple[OlistOrder, list[Item]]]:
        """Each order with its items, in the order of the file, some hundred at once."""
        after = 0
        self._cursor.execute("CREATE INDEX ON import_olist_order (line_number)")
        while True:
            orders = fetch_all(OlistOrder, _ORDERS, [after, AT_ONCE])
            if not orders:
                return
            items: dict[str, list[Item]] = {}
            for item in fetch_all(Item, _ITEMS, [[order.order_id for order in orders], MAX_ITEMS + 1]):
                items.setdefault(item.order_id, []).append(item)
            for order in orders:
                yield order, items.get(order.order_id, [])
            after = orders[-1].line_number

    def items_of_no_order(self) -> list[StrayItem]:
        return fetch_all(StrayItem, _OF_NO_ORDER)


def kept_wrong(wrong: str) -> Worded:
    """What the column `wrong` says, in words again."""
    return Worded(json.loads(wrong), SENTENCES)


def read_tables(tables: Tables, files: dict[str, tuple[Source, Header]]) -> int:
    """Fill them all; the answer is the line number of the last order."""
    lasts = [tables.fill(file, *files[file.table]) for file in FILES]
    return lasts[0]
