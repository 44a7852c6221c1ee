"""Shopify's products as CSV: several rows a product, its own cells only on the first, one row for each variant.

Columns are found by their header, by the names that they had before and after Shopify renamed them. Pictures are
addresses: a variant's own comes first, then those of its product. Money has no currency: it is that of the maker's
storefront. What Shopify does not count, Anam does not either.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from django.utils.text import slugify

from anam.catalog.models import MAX_GROUP_LENGTH
from anam.catalog.options import MAX_OPTION_NAME, MAX_OPTION_VALUE
from anam.coded import Worded
from anam.imports.cells import MAX_SKU_LENGTH, MAX_TITLE_LENGTH, no_longer_than, quoted, shortened, sku_of, tidy
from anam.imports.exports import Options
from anam.imports.kinds import kind_of
from anam.imports.names import MAX_NAME_LENGTH, named
from anam.imports.parsed import BadRow, Unreadable
from anam.imports.parsed_products import ParsedProduct, ParsedVariant, key_of
from anam.imports.rows import Header, Row, check_text, read_rows
from anam.imports.sentences import NOTHING, words
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
    "type": ("Type",),
    "category": ("Product Category", "Google Shopping / Google Product Category"),
    "option1_name": ("Option1 Name", "Option1 name"),
    "option2_name": ("Option2 Name", "Option2 name"),
    "option3_name": ("Option3 Name", "Option3 name"),
    "option1": ("Option1 Value", "Option1 value"),
    "option2": ("Option2 Value", "Option2 value"),
    "option3": ("Option3 Value", "Option3 value"),
    "picture": ("Image Src", "Product image URL"),
    "picture_place": ("Image Position", "Image position"),
    "picture_alt": ("Image Alt Text", "Image alt text"),
    "variant_picture": ("Variant Image", "Variant image URL"),
}
NECESSARY = ("handle", "title", "price")
NOT_FOR_SALE = ("draft", "archived", "unlisted")
MAX_ROWS = 2500
MAX_DESCRIPTION_LENGTH = 20_000
_MAX_STOCK = 1_000_000
_NO_WORDS = re.compile(r"<(?:style|script)\b", re.IGNORECASE)
_END_OF_NO_WORDS = re.compile(r"</(?:style|script)>", re.IGNORECASE)
_TAG = re.compile(r"<[/!?A-Za-z][^<>]*>")


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
        self._header = Header.of(source, COLUMNS, necessary=NECESSARY, kind="shopify_products")
        self.ignored = self._header.ignored

    @property
    def size(self) -> int:
        return self._source.size

    @property
    def position(self) -> int:
        return self._source.position

    def __iter__(self) -> Iterator[ParsedProduct | BadRow]:
        for group in self._groups():
            try:
                yield group.bad or self._product(group)
            except Unreadable as wrong:
                yield BadRow(group.rows[0][0], group.handle, wrong.words)

    def _groups(self) -> Iterator[_Group]:
        group: _Group | None = None
        with self._source.open_text() as file:
            rows = read_rows(file, self._header.delimiter)
            next(rows, None)
            for row in rows:
                cells = self._header.by_column(row)
                handle = cells.get("handle", "").strip()
                if group and (handle != group.handle or _is_of_another(group, cells)):
                    yield group
                    group = None
                group = group or _Group(handle)
                _add(group, row, cells)
        if group:
            yield group

    def _product(self, group: _Group) -> ParsedProduct:
        number, first = group.rows[0]
        handle = no_longer_than(tidy(group.handle), most=255, what="Handle")
        title = tidy(first["title"])
        if not handle or not title:
            raise Unreadable("no_handle_or_title")
        maker = no_longer_than(
            named(first.get("vendor", "")) or self._options.maker, most=MAX_NAME_LENGTH, what="Vendor"
        )
        if not maker:
            raise Unreadable("product_vendor_empty")
        variants, notes = _variants(group, handle, title)
        if not variants:
            raise Unreadable("no_row_has_a_price")
        body = _plain(first.get("body", ""))
        if len(body) > MAX_DESCRIPTION_LENGTH:
            notes.append(words("description_cut", most=MAX_DESCRIPTION_LENGTH))
        return ParsedProduct(
            number,
            handle,
            key_of(self.source, handle),
            maker,
            shortened(body, most=MAX_DESCRIPTION_LENGTH),
            _is_for_sale(first),
            tuple(variants),
            tuple(notes),
            group=shortened(title, most=MAX_GROUP_LENGTH) if len(variants) > 1 else "",
            kind=kind_of(first.get("type", ""), first.get("category", "")),
        )


def _is_of_another(group: _Group, cells: dict[str, str]) -> bool:
    """Whether a product begins that another maker calls alike: files of several shops may stand in one."""
    first = group.rows[0][1].get("vendor", "") if group.rows else ""
    vendor = cells.get("vendor", "")
    return bool(cells.get("title", "").strip() and vendor.strip() and tidy(vendor) != tidy(first))


def _add(group: _Group, row: Row, cells: dict[str, str]) -> None:
    wrong = row.wrong or (words("too_many_rows", most=MAX_ROWS) if len(group.rows) >= MAX_ROWS else NOTHING)
    if wrong and group.bad is None:
        group.bad = BadRow(row.line_number, group.handle, wrong)
    if not group.bad:
        group.rows.append((row.line_number, cells))


def _variants(group: _Group, handle: str, title: str) -> tuple[list[ParsedVariant], list[Worded]]:
    """Those of its rows, each known by its options; and what was left out of them."""
    found: dict[str, ParsedVariant] = {}
    pictures = _pictures(group)
    notes: list[Worded] = []
    for line, cells in group.rows:
        options = [tidy(cells.get(f"option{number}", "")) for number in (1, 2, 3)]
        options = [option for option in options if option and option != "Default Title"]
        sku = tidy(cells.get("sku", "")).removeprefix("'")
        if not cells.get("price", "") and not sku and not options:
            continue  # a row that has but a picture
        known = key_of(ShopifyProducts.source, handle) + key_of(*options)
        if known in found:  # two variants alike but for the SKU
            options, known = [*options, sku], known[:32] + key_of(*options, "", sku)
        variant = _variant(cells, known, handle, title, options, line)
        if known in found:
            notes.append(words("variant_twice", line=line))
            continue
        if variant.stock == _MAX_STOCK:
            notes.append(words("stock_cut", title=quoted(variant.title), most=_MAX_STOCK))
        if len(sku) > MAX_SKU_LENGTH:
            notes.append(words("sku_cut", sku=quoted(sku), most=MAX_SKU_LENGTH))
        own = cells.get("variant_picture", "").strip()
        first = {own: dict(pictures).get(own, "")} if own else {}
        all_pictures = tuple({**first, **dict(pictures)}.items())
        found[known] = replace(variant, pictures=all_pictures, options=_options(group, cells))
    return list(found.values()), notes


def _options(group: _Group, cells: dict[str, str]) -> dict[str, str]:
    """How a variant differs, by name: the names stand in the first row of its product."""
    first, found = group.rows[0][1], {}
    for number in (1, 2, 3):
        value = tidy(cells.get(f"option{number}", ""))
        if value and value != "Default Title":
            name = tidy(first.get(f"option{number}_name", "")) or f"Option {number}"
            found[shortened(name, most=MAX_OPTION_NAME)] = shortened(value, most=MAX_OPTION_VALUE)
    return found


def _pictures(group: _Group) -> list[tuple[str, str]]:
    """The addresses of a product's pictures in their order, each with what it shows."""
    found = []
    for row, (_, cells) in enumerate(group.rows):
        if url := cells.get("picture", "").strip():
            place = cells.get("picture_place", "").strip()
            found.append(
                (int(place) if place.isdecimal() and len(place) < 6 else row, url, cells.get("picture_alt", ""))
            )
    return [(url, tidy(alt)) for _, url, alt in sorted(found, key=lambda one: one[0])]


def _variant(cells: dict[str, str], key: str, handle: str, title: str, options: list[str], line: int) -> ParsedVariant:
    if not cells.get("price", ""):
        raise Unreadable("price_empty", line=line)
    return ParsedVariant(
        key=key,
        sku=sku_of(cells.get("sku", "")),
        made_sku=_made_sku(handle, options),
        title=shortened(", ".join([title, *options]), most=MAX_TITLE_LENGTH),
        price=cells["price"],
        stock=_stock(cells, line),
    )


def _made_sku(handle: str, options: list[str]) -> str:
    """What it is known by where it has no SKU of its own: the same each time, and told from others by its end."""
    made = "-".join([handle, *(slugify(option, allow_unicode=True) or option for option in options)])
    return made if len(made) <= MAX_SKU_LENGTH else f"{made[: MAX_SKU_LENGTH - 9]}-{key_of(made)[:8]}"


def _stock(cells: dict[str, str], line: int) -> int | None:
    """What is free to sell; None, where it is not counted. Less than none is none."""
    text = cells.get("quantity", "").strip()
    if not text or ("tracker" in cells and not cells["tracker"].strip()):
        return None
    digits = text.removeprefix("-").removesuffix(".0")
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 30:
        raise Unreadable("no_number_of_pieces", line=line, text=quoted(text))
    return 0 if text.startswith("-") else min(int(digits), _MAX_STOCK)


def _is_for_sale(first: dict[str, str]) -> bool:
    status = first.get("status", "").strip().lower()
    if status:
        return status not in NOT_FOR_SALE
    return first.get("published", "").strip().lower() != "false"


def _plain(body: str) -> str:
    """The words of a description without their HTML."""
    text = html.unescape(_without_tags(body.replace("</p>", "</p>\n").replace("<br", "\n<br")))
    return "\n".join(line for line in (tidy(line) for line in text.split("\n")) if line)


def _without_tags(text: str) -> str:
    """Neither comments, styles and programs nor tags; in one go, however they are nested or broken."""
    first, *rest = text.split("<!--")
    text = first + "".join(one.partition("-->")[2] for one in rest)
    first, *rest = _NO_WORDS.split(text)
    return _TAG.sub("", first + "".join(_END_OF_NO_WORDS.split(one, maxsplit=1)[-1] for one in rest))
