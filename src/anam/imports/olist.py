"""Olist's marketplace history: a folder of CSV files that belong together by their keys, in no common order.

They are brought together by the database, in tables of this connection alone that vanish with it, so that files of
any length need little memory here. Times are local and do not say where; there is one row for each unit.

What became of the money it does not say: what was approved is taken as paid, and of what was cancelled nothing is.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from django.db import connection

from anam.coded import coded
from anam.imports.cells import MAX_MONEY, currency_of, minor_units, moment, no_longer_than, quoted, shortened, tidy
from anam.imports.exports import Options
from anam.imports.olist_tables import FILES, MAX_ITEMS, Item, OlistOrder, Tables, kept_wrong, read_tables
from anam.imports.parsed import (
    CANCELLED_ELSEWHERE,
    BadRow,
    ParsedBuyer,
    ParsedLine,
    ParsedOrder,
    ParsedPayment,
    Unreadable,
    UnusableFile,
    in_order,
)
from anam.imports.rows import Header, check_text
from anam.imports.sentences import words
from anam.imports.shopify_payment import captured
from anam.imports.sources import Source, file_at

CURRENCY = "BRL"
PLACED = ("created", "approved")
ACCEPTED = ("invoiced", "processing")
SENT = ("shipped", "delivered")
# "unavailable": the seller could not supply it.
CALLED_OFF = {"canceled": CANCELLED_ELSEWHERE, "cancelled": CANCELLED_ELSEWHERE, "unavailable": "out_of_stock"}


class Olist:
    """A reader of the folder. Raises UnusableFile where a file or a column is missing, or the time zone."""

    source = "olist"
    same_as = ("olist",)
    ignored_is = "column"
    nameless_go_to = ""

    def __init__(self, folder: Path, options: Options) -> None:
        if not folder.is_dir():
            raise UnusableFile("no_olist_folder", folder=str(folder), files=[one.name for one in FILES])
        if options.zone is None:
            raise UnusableFile("olist_zone_missing")
        self._zone, self.ignored = options.zone, 0
        self._files: dict[str, tuple[Source, Header]] = {}
        for file in FILES:
            source = file_at(folder / file.name)
            check_text(source)
            columns = {name: (name,) for name in (*file.columns, *file.welcome)}
            header = Header.of(source, columns, necessary=file.columns, kind=file.kind)
            self._files[file.table] = source, header
            self.ignored += header.ignored
        self.size = self.position = 0

    def __iter__(self) -> Iterator[ParsedOrder | BadRow]:
        with connection.cursor() as cursor, Tables(cursor) as tables:
            self.size = read_tables(tables, self._files)
            for order, items in tables.orders():
                self.position = order.line_number
                try:
                    yield _order(order, items, self._zone)
                except Unreadable as wrong:
                    yield BadRow(order.line_number, order.order_id, wrong.words)
            for stray in tables.items_of_no_order():
                yield BadRow(stray.line_number, stray.order_id, words("order_not_in_file", file=FILES[0].name))


def _order(order: OlistOrder, items: list[Item], zone: ZoneInfo) -> ParsedOrder:
    if order.wrong:
        raise Unreadable(kept_wrong(order.wrong))
    status = order.status.strip().lower()
    if status not in (*PLACED, *ACCEPTED, *SENT, *CALLED_OFF):
        raise Unreadable("unknown_status", text=quoted(status))
    name = no_longer_than(tidy(order.order_id), most=60, what="order_id")
    placed_at = moment(order.purchased, what="order_purchase_timestamp", zone=zone)
    if not name or placed_at is None:
        raise Unreadable("not_called_or_placed")
    approved_at, carrier_at, arrived_at = (
        _after(placed_at, text, what, zone)
        for what, text in (
            ("order_approved_at", order.approved),
            ("order_delivered_carrier_date", order.sent),
            ("order_delivered_customer_date", order.arrived),
        )
    )
    if len(items) > MAX_ITEMS:
        raise Unreadable("too_many_items", most=MAX_ITEMS)
    if not items:
        raise Unreadable("none_of_its_items", status=status)
    lines = _lines(items, sent=status in SENT)
    if status in SENT and (carrier_at is None or (status == "delivered" and arrived_at is None)):
        raise Unreadable("status_not_when", status=status)
    total = sum(line.total + line.shipping for line in lines)
    last_known = max(at for at in (placed_at, approved_at, carrier_at, arrived_at) if at)
    return in_order(
        ParsedOrder(
            line_number=order.line_number,
            name=name,
            reference=name,
            currency=currency_of(CURRENCY),
            placed_at=placed_at,
            buyer=_buyer(order),
            lines=lines,
            payment=captured(total, 0) if approved_at and status not in CALLED_OFF else ParsedPayment(),
            status=status,
            accepted_at=(approved_at or placed_at) if status in ACCEPTED else None,
            shipped_at=carrier_at if status in SENT else None,
            completed_at=arrived_at if status == "delivered" else None,
            cancelled_at=last_known if status in CALLED_OFF else None,
            cancel_reason=CALLED_OFF.get(status, CANCELLED_ELSEWHERE),
            explained_by=coded("neither_when_nor_why", status=status) if status in CALLED_OFF else {},
        )
    )


def _after(placed_at: datetime, text: str, what: str, zone: ZoneInfo) -> datetime | None:
    """A time after the order was placed: in an hour that came twice, the second, where the first was before."""
    first = moment(text, what=what, zone=zone)
    return moment(text, what=what, zone=zone, fold=1) if first and first < placed_at else first


def _lines(items: Iterable[Item], *, sent: bool) -> tuple[ParsedLine, ...]:
    """One line for all units of a product at one price from one seller, with their freight."""
    found: dict[tuple[str, str, int], ParsedLine] = {}
    seen: dict[str, Item] = {}
    for item in items:
        if item.wrong:
            raise Unreadable("item_unreadable", why=kept_wrong(item.wrong))
        if seen.setdefault(item.number, item) is not item:
            if seen[item.number] != item:
                raise Unreadable("item_twice", number=quoted(item.number))
            continue
        price, freight = (
            minor_units(text, currency=CURRENCY, what=what)
            for what, text in (("price", item.price), ("freight_value", item.freight))
        )
        seller, product = (
            no_longer_than(tidy(text), most=60, what=what)
            for what, text in (("seller_id", item.seller_id), ("product_id", item.product_id))
        )
        if not seller or not product or not item.price.strip():
            raise Unreadable("item_incomplete", number=quoted(item.number))
        before = found.get((seller, product, price))
        found[seller, product, price] = ParsedLine(
            maker=f"Seller {seller}",
            title=f"Product {product}",
            sku=product,
            quantity=(before.quantity if before else 0) + 1,
            unit_price=price,
            sent=sent,
            shipping=(before.shipping if before else 0) + freight,
            place=shortened(tidy(item.city).title(), most=120),
        )
    if sum(line.total + line.shipping for line in found.values()) > MAX_MONEY:
        raise Unreadable("costs_too_much")
    return tuple(found.values())


def _buyer(order: OlistOrder) -> ParsedBuyer:
    customer = no_longer_than(tidy(order.customer_unique_id or order.customer_id), most=100, what="customer_unique_id")
    name = f"Customer {customer}" if customer else f"Unknown buyer {order.order_id}"
    return ParsedBuyer(name=name, place=shortened(tidy(order.customer_city).title(), most=120), country="BR")
