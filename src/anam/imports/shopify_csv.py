"""Shopify's Admin → Orders → Export: one row a line, the order's own cells only on its first row.

Columns are found by their header. Rows of one order stand together and share its `Name`, which is unique
only within a shop; the `Id`, on the first row, is what tells orders apart.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from anam.coded import Worded, coded
from anam.imports.cells import (
    MAX_MONEY,
    MAX_TITLE_LENGTH,
    currency_of,
    e_mail,
    minor_units,
    moment,
    no_e_mail,
    no_longer_than,
    quoted,
    shortened,
    sku_of,
    tidy,
    units,
)
from anam.imports.exports import Options
from anam.imports.names import MAX_NAME_LENGTH, first_name, is_name, named
from anam.imports.parsed import BadRow, ParsedBuyer, ParsedLine, ParsedOrder, Unreadable, in_order
from anam.imports.rows import Header, Row, check_text, read_rows
from anam.imports.sentences import NOTHING, words
from anam.imports.ship_to import read_address
from anam.imports.shopify_payment import Told, given_up, payment_of
from anam.imports.sources import Source
from anam.imports.sums import adding_up
from anam.postal.address import Address

NECESSARY = (
    "Name",
    "Id",
    "Created at",
    "Currency",
    "Total",
    "Financial Status",
    "Vendor",
    "Lineitem quantity",
    "Lineitem name",
    "Lineitem price",
)
WELCOME = (
    "Email", "Paid at", "Fulfillment Status", "Fulfilled at", "Cancelled at", "Shipping", "Taxes", "Duties",
    "Discount Amount", "Outstanding Balance", "Refunded Amount", "Lineitem sku", "Lineitem discount",
    "Lineitem fulfillment status", "Billing Name", "Billing Company", "Billing City", "Billing Country",
    "Shipping Name", "Shipping Company", "Shipping City", "Shipping Country", "Shipping Street", "Shipping Address1",
    "Shipping Address2", "Shipping Zip", "Shipping Province", "Shipping Phone",
)  # fmt: skip
_ADDRESS = {
    "name": "Name",
    "company": "Company",
    "line1": "Address1",
    "line2": "Address2",
    "city": "City",
    "region": "Province",
    "postal_code": "Zip",
    "country": "Country",
    "phone": "Phone",
}
MAX_LINES = 1000


@dataclass
class _Group:
    """The rows of one order, as cells by column, each with its line; or what was wrong with the first bad one."""

    name: str
    rows: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    bad: BadRow | None = None

    @property
    def begins(self) -> int:
        return self.rows[0][0]

    @property
    def id(self) -> str:
        return self.rows[0][1].get("Id", "").strip() if self.rows else ""


class ShopifyCsv:
    """A reader of one export. Raises UnusableFile where it is none of Shopify's orders."""

    source = "shopify-csv"
    same_as = ("shopify-csv", "shopify-json")
    ignored_is = "column"
    nameless_go_to = ""

    def __init__(self, source: Source, options: Options) -> None:
        check_text(source)
        self._options, self._source = options, source
        necessary = [name for name in NECESSARY if not (name == "Vendor" and options.maker)]
        columns = {name: (name,) for name in (*NECESSARY, *WELCOME)}
        self._header = Header.of(source, columns, necessary=necessary, kind="shopify_orders")
        self.ignored = self._header.ignored

    def __iter__(self) -> Iterator[ParsedOrder | BadRow]:
        for group in self._groups():
            if group.bad:
                yield group.bad
                continue
            try:
                _refuse_nameless(group)
                yield _order(group, self._options)
            except Unreadable as wrong:
                yield BadRow(group.begins, group.name, wrong.words)
            except _BadLine as bad:
                yield BadRow(bad.line_number, group.name, bad.why)

    def _groups(self) -> Iterator[_Group]:
        group: _Group | None = None
        for row in self._rows():
            cells = self._header.by_column(row)
            name, order_id = cells.get("Name", "").strip(), cells.get("Id", "").strip()
            if group and (name != group.name or (order_id and group.id and order_id != group.id)):
                yield group
                group = None
            group = group or _Group(name)
            _add(group, row, cells)
        if group:
            yield group

    @property
    def size(self) -> int:
        return self._source.size

    @property
    def position(self) -> int:
        return self._source.position

    def _rows(self) -> Iterator[Row]:
        with self._source.open_text() as file:
            rows = read_rows(file, self._header.delimiter)
            next(rows, None)
            yield from rows


def _refuse_nameless(group: _Group) -> None:
    if not group.name:
        raise Unreadable("no_name")
    if not group.id:
        raise Unreadable("no_id")
    if not (group.id.isascii() and group.id.isdigit() and len(group.id) <= 20):
        raise Unreadable("id_changed", text=quoted(group.id))


class _BadLine(Exception):
    def __init__(self, line_number: int, why: Worded) -> None:
        super().__init__(why)
        self.line_number, self.why = line_number, why


def _add(group: _Group, row: Row, cells: dict[str, str]) -> None:
    if group.bad:
        return
    wrong = row.wrong or (words("too_many_lines", most=MAX_LINES) if len(group.rows) >= MAX_LINES else NOTHING)
    if wrong:
        group.bad = BadRow(row.line_number, group.name, wrong)
        group.rows.clear()
        return
    group.rows.append((row.line_number, cells))


def _order(group: _Group, options: Options) -> ParsedOrder:
    """The order that a group of rows is. Raises Unreadable, or _BadLine where one row of several is at fault."""
    first, zone = group.rows[0][1], options.zone
    _refuse_no_order(first)
    name = no_longer_than(tidy(group.name), most=60, what="Name")
    currency = currency_of(first["Currency"])
    placed_at = moment(first["Created at"], what="Created at", zone=zone)
    if placed_at is None:
        raise Unreadable("no_created_at")
    lines = _lines(group, currency, options)
    discount, shipping, tax = _adding_up(first, group.rows, lines, currency)
    total = sum(line.total for line in lines) - discount + shipping + tax
    payment = payment_of(_told(first, currency), total=total)
    shipped_at = _sent_at(first, lines, options)
    cancelled_at = moment(first.get("Cancelled at", ""), what="Cancelled at", zone=zone)
    if cancelled_at is None and given_up(payment, shipped_at):  # it does not say when: not before it was paid
        cancelled_at = max(placed_at, moment(first.get("Paid at", ""), what="Paid at", zone=zone) or placed_at)
    return in_order(
        ParsedOrder(
            line_number=group.begins,
            name=name,
            reference=f"{name} {group.id}",
            identity=group.id,
            currency=currency,
            placed_at=placed_at,
            buyer=_buyer(first, name),
            lines=lines,
            payment=payment,
            shipping=shipping,
            tax=tax,
            discount=discount,
            ship_to=_ship_to(first),
            status=_status(first),
            shipped_at=shipped_at,
            cancelled_at=cancelled_at,
            notes=no_e_mail(named(first.get("Email", ""))),
        )
    )


def _refuse_no_order(first: dict[str, str]) -> None:
    """Each of Shopify's orders says how its payment stands. Raises Unreadable."""
    said = ("Financial Status", "Outstanding Balance", "Paid at", "Fulfilled at", "Cancelled at")
    name, number = first["Name"].lstrip("#").upper(), first["Id"]
    is_draft = re.fullmatch(r"D\d+", name)  # its balance is outstanding, but nothing was ordered
    if any(first.get(what, "") for what in said if not (is_draft and what == "Outstanding Balance")):
        return
    what = coded("draft_order" if is_draft else "abandoned_checkout")
    raise Unreadable("seems_no_order_by_name" if name == number else "seems_no_order", what=what)


def _status(first: dict[str, str]) -> str:
    return ", ".join(filter(None, (tidy(first.get(f"{what} Status", "")) for what in ("Financial", "Fulfillment"))))


def _told(first: dict[str, str], currency: str) -> Told:
    open_sum, given_back = (
        minor_units(first.get(what, ""), currency=currency, what=what, signed=what == "Outstanding Balance")
        for what in ("Outstanding Balance", "Refunded Amount")
    )
    return Told(
        status=first.get("Financial Status", "").strip().lower(),
        open_sum=open_sum if first.get("Outstanding Balance", "").strip() else None,
        given_back=given_back,
        charged=bool(first.get("Paid at", "").strip()),
    )


def _lines(group: _Group, currency: str, options: Options) -> tuple[ParsedLine, ...]:
    """What is to be made; a line of which nothing is left was removed. Raises _BadLine, or Unreadable.

    A line that names no vendor, such as a tip, is the maker's whose file it is, or of the only one that the order has.
    """
    first = group.rows[0][1]
    vendors = {named(cells.get("Vendor", "")) for _, cells in group.rows} - {""}
    otherwise = options.maker or (next(iter(vendors)) if len(vendors) == 1 else "")
    found = [
        _line(number, cells, currency, otherwise=otherwise, all_sent=_all_sent(first)) for number, cells in group.rows
    ]
    lines = tuple(line for line in found if line)
    if not lines:
        raise Unreadable("all_removed")
    return lines


def _line(number: int, cells: dict[str, str], currency: str, *, otherwise: str, all_sent: bool) -> ParsedLine | None:
    try:
        quantity = units(cells["Lineitem quantity"], least=0)
        if not quantity:
            return None
        maker = no_longer_than(named(cells.get("Vendor", "")), most=MAX_NAME_LENGTH, what="Vendor") or otherwise
        title = shortened(tidy(cells["Lineitem name"]), most=MAX_TITLE_LENGTH)
        if not maker:
            raise Unreadable("vendor_empty")
        if not title:
            raise Unreadable("line_name_empty")
        if not cells["Lineitem price"].strip():
            raise Unreadable("line_price_empty")
        line = ParsedLine(
            maker=maker,
            title=title,
            sku=sku_of(cells.get("Lineitem sku", "")),
            quantity=quantity,
            unit_price=minor_units(cells["Lineitem price"], currency=currency, what="Lineitem price"),
            discount=_own_discount(cells, currency),
            sent=all_sent or cells.get("Lineitem fulfillment status", "").strip().lower() == "fulfilled",
        )
        if line.total > MAX_MONEY:
            raise Unreadable("costs_too_much")
        return line
    except Unreadable as wrong:
        raise _BadLine(number, wrong.words) from wrong


def _own_discount(cells: dict[str, str], currency: str) -> int:
    """What was taken off this line alone; a cell that cannot be read is refused with the order's sums."""
    with suppress(Unreadable):
        return minor_units(cells.get("Lineitem discount", ""), currency=currency, what="Lineitem discount")
    return 0


def _adding_up(
    first: dict[str, str], rows: list[tuple[int, dict[str, str]]], lines: tuple[ParsedLine, ...], currency: str
) -> tuple[int, int, int]:
    """Discount, shipping and tax such that they and the lines come to the Total exactly. Raises Unreadable."""
    if not first["Total"].strip():
        raise Unreadable("total_empty")
    total, shipping, taxes, duties, on_order = (
        minor_units(first.get(what, ""), currency=currency, what=what)
        for what in ("Total", "Shipping", "Taxes", "Duties", "Discount Amount")
    )
    on_lines = 0
    for number, cells in rows:
        try:
            on_lines += minor_units(cells.get("Lineitem discount", ""), currency=currency, what="Lineitem discount")
        except Unreadable as wrong:
            raise _BadLine(number, wrong.words) from wrong
    found = adding_up(
        total,
        goods=sum(line.total for line in lines),
        shipping=shipping,
        taxes=(taxes + duties, duties),
        discounts=(on_order, on_lines, on_order + on_lines),
    )
    if found is None:
        raise Unreadable("total_does_not_add_up", text=quoted(first["Total"]))
    return found


def _buyer(first: dict[str, str], name: str) -> ParsedBuyer:
    def said(what: str) -> tuple[str, str]:
        return tuple(tidy(first.get(f"{whose} {what}", "")) for whose in ("Billing", "Shipping"))  # type: ignore[return-value]

    email = e_mail(first.get("Email", ""))
    names = (*said("Company"), *reversed(said("Name")))
    country = next(filter(None, said("Country")), "").upper()
    return ParsedBuyer(
        name=first_name(names, email=email, otherwise=f"Unknown buyer {name}"),
        email=email,
        place=shortened(next(filter(is_name, said("City")), ""), most=120),
        country=country if len(country) == 2 and country.isalpha() and country.isascii() else "",
    )


def _ship_to(first: dict[str, str]) -> Address | None:
    told = {name: first.get(f"Shipping {theirs}", "") for name, theirs in _ADDRESS.items()}
    return read_address({**told, "line1": told["line1"] or first.get("Shipping Street", "")})


def _sent_at(first: dict[str, str], lines: tuple[ParsedLine, ...], options: Options) -> datetime | None:
    """When goods of it were sent. Raises Unreadable for an order that was sent, but does not say when."""
    sent_at = moment(first.get("Fulfilled at", ""), what="Fulfilled at", zone=options.zone)
    if sent_at is None and _all_sent(first):
        raise Unreadable("fulfilled_at_empty")
    return sent_at if any(line.sent for line in lines) else None


def _all_sent(first: dict[str, str]) -> bool:
    return first.get("Fulfillment Status", "").strip().lower() == "fulfilled"
