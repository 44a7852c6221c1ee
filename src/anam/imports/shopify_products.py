"""Shopify's products as CSV: several rows a product, its own cells only on the first, one row for each variant.

Columns are found by their header, by the names that they had before and after Shopify renamed them. Pictures are left
out. Money has no currency: it is that of the maker's storefront. What Shopify does not count, Anam does not either.
"""

import html
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.html import strip_tags
from django.utils.text import slugify

from anam.imports.cells import no_longer_than, quoted, shortened, tidy
from anam.imports.exports import Options
from anam.imports.plain import BadRow, Unreadable
from anam.imports.plain_products import PlainProduct, PlainVariant
from anam.imports.rows import Header, Row, check_text, read_rows
from anam.imports.sources import Source

# By our name for it: what it was called, and is called now.
COLUMNS = {
    "handle": ("Handle", "URL handle"),
    "title": ("Title",),
    "price": ("Variant Price", "Price"),
    "vendor": ("Vendor",),
    "body": ("Body (HTML)", "Description"),
    "sku": ("Variant SKU", "SKU"),
    "quantity": ("Variant Inventory Qty", "Inventory quantity"),
    "tracker": ("Variant Inventory Tracker", "Inventory tracker"),
    "status": ("Status",),
    "published": ("Published", "Published on online store"),
    "option1": ("Option1 Value", "Option1 value"),
    "option2": ("Option2 Value", "Option2 value"),
    "option3": ("Option3 Value", "Option3 value"),
}
NECESSARY = ("handle", "title", "price")
NOT_FOR_SALE = ("draft", "archived", "unlisted")
MOST_ROWS = 2500
LONGEST_DESCRIPTION = 20_000
_MOST_STOCK = 1_000_000


@dataclass
class _Group:
    """The rows of one product, as cells by our names; or what was wrong with the first bad one."""

    handle: str
    rows: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    bad: BadRow | None = None


class ShopifyProducts:
    """A reader of one file. Raises UnusableFile where it is none of Shopify's products."""

    source = "shopify-csv"
    same_as = ("shopify-csv",)
    ignored_is = "column"
    nameless_go_to = ""

    def __init__(self, source: Source, options: Options) -> None:
        check_text(source)
        self._options, self._source = options, source
        with source.open_text() as file:
            self._header = Header.by_any_name(file, COLUMNS, necessary=NECESSARY, what="Shopify's products")
        self.ignored = self._header.ignored

    @property
    def size(self) -> int:
        return self._source.size

    @property
    def position(self) -> int:
        return self._source.position

    def __iter__(self) -> Iterator[PlainProduct | BadRow]:
        for group in self._groups():
            try:
                yield group.bad or self._product(group)
            except Unreadable as wrong:
                yield BadRow(group.rows[0][0], group.handle, str(wrong))

    def _groups(self) -> Iterator[_Group]:
        group: _Group | None = None
        with self._source.open_text() as file:
            rows = read_rows(file)
            next(rows, None)
            for row in rows:
                cells = self._header.by_column(row)
                handle = cells.get("handle", "").strip()
                if group and handle != group.handle:
                    yield group
                    group = None
                group = group or _Group(handle)
                _add(group, row, cells)
        if group:
            yield group

    def _product(self, group: _Group) -> PlainProduct:
        number, first = group.rows[0]
        handle = no_longer_than(tidy(group.handle), most=255, what="Handle")
        title = tidy(first["title"])
        if not handle or not title:
            raise Unreadable("It has no Handle or no Title: the first of its rows is missing, or stands elsewhere.")
        maker = no_longer_than(tidy(first.get("vendor", "")) or self._options.maker, most=120, what="Vendor")
        if not maker:
            raise Unreadable("Its Vendor is empty: which maker sells it?")
        variants = [found for line, cells in group.rows if (found := _variant(cells, handle, title, line))]
        if not variants:
            raise Unreadable("None of its rows has a price.")
        twice = {one.sku for one in variants if [other.sku for other in variants].count(one.sku) > 1}
        if twice:
            raise Unreadable(f"The SKU {quoted(min(twice))} is in it more than once.")
        return PlainProduct(
            number, handle, maker, shortened(_plain(first.get("body", "")), most=LONGEST_DESCRIPTION),
            _is_for_sale(first), tuple(variants),
        )  # fmt: skip


def _add(group: _Group, row: Row, cells: dict[str, str]) -> None:
    wrong = row.wrong or (f"It has more than {MOST_ROWS:,} rows." if len(group.rows) >= MOST_ROWS else "")
    if wrong and group.bad is None:
        group.bad = BadRow(row.line_number, group.handle, wrong)
    if not group.bad:
        group.rows.append((row.line_number, cells))


def _variant(cells: dict[str, str], handle: str, title: str, line: int) -> PlainVariant | None:
    """None for a row that has but a picture."""
    options = [tidy(cells.get(f"option{number}", "")) for number in (1, 2, 3)]
    options = [option for option in options if option and option != "Default Title"]
    price, sku = cells.get("price", "").strip(), tidy(cells.get("sku", ""))
    if not price and not sku and not options:
        return None
    if not price:
        raise Unreadable(f"In line {line} its price is empty.")
    return PlainVariant(
        sku=no_longer_than(sku.removeprefix("'"), most=64, what="SKU") or _made_sku(handle, options),
        title=shortened(", ".join([title, *options]), most=200),
        price=price,
        stock=_stock(cells, line),
    )


def _made_sku(handle: str, options: list[str]) -> str:
    """What it is known by where it has no SKU: the same each time."""
    made = "-".join([handle, *(slugify(option, allow_unicode=True) or option for option in options)])
    return no_longer_than(made, most=64, what="Handle, which has no SKU,")


def _stock(cells: dict[str, str], line: int) -> int | None:
    """What is free to sell; None, where it is not counted. Less than none is none."""
    text = cells.get("quantity", "").strip()
    if not text or ("tracker" in cells and not cells["tracker"].strip()):
        return None
    digits = text.removeprefix("-").removesuffix(".0")
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 9 or int(digits) > _MOST_STOCK:
        raise Unreadable(f"In line {line} its quantity is {quoted(text)}, which is no number of pieces.")
    return 0 if text.startswith("-") else int(digits)


def _is_for_sale(first: dict[str, str]) -> bool:
    status = first.get("status", "").strip().lower()
    if status:
        return status not in NOT_FOR_SALE
    return first.get("published", "").strip().lower() != "false"


def _plain(body: str) -> str:
    """The words of a description without their HTML."""
    text = html.unescape(strip_tags(body.replace("</p>", "</p>\n").replace("<br", "\n<br")))
    return "\n".join(line for line in (tidy(line) for line in text.split("\n")) if line)
