"""Twice the file takes twice the work, whatever is in it: nobody can stop a worker with some megabytes."""

import gc
import json
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from anam.imports.exports import Options, zone_called
from anam.imports.formats import FORMATS, PRODUCT_FORMATS
from anam.imports.parsed import UnusableFile
from anam.imports.sources import file_at
from anam.imports.tests.export import COLUMNS, order, text_of
from anam.imports.tests.samples import OLIST, shopify

MAX_COUNT = 2.5
NOISE = 0.02  # seconds: below that, nothing is measured
OPTIONS = Options(zone_called("UTC"), "byrne-ceramics")
ONE = json.dumps(shopify())
# Of each a text that is about as long as it is told.
JSON: dict[str, Callable[[int], str]] = {
    "objects around orders": lambda n: '{"orders":' * (n // 10),
    "lists": lambda n: "[" * n,
    "lists that are closed": lambda n: "[" * (n // 2) + "]" * (n // 2),
    "objects of one order": lambda n: f'[{ONE},{"{"}"a":' + '{"a":' * (n // 5),
    "lists of one order": lambda n: f'[{ONE},{"{"}"a":' + "[" * n,
    "objects that are passed over": lambda n: f'{{"orders":[{ONE}],"meta":' + '{"a":' * (n // 5),
    "orders": lambda n: "[" + ",".join([ONE] * (n // len(ONE))) + "]",
    "orders, one a line": lambda n: f"{ONE}\n" * (n // len(ONE)),
    "pages": lambda n: "[" + ",".join(['{"orders":[]}'] * (n // 14)) + "]",
    "numbers": lambda n: "[" + "1," * (n // 2) + "1]",
    "empty lines": lambda n: f"[{ONE}\n" + "\n" * n + "]",
    "white space": lambda n: f"[{ONE}" + (" " * 90_000 + "\n") * (n // 90_000) + "]",
    "long texts": lambda n: "[" + ",".join([json.dumps(shopify(note="x" * 40_000))] * (n // 40_000)) + "]",
    "one text": lambda n: json.dumps([shopify(note="x" * min(n, 990_000))]),
    "a text that does not end": lambda n: f'[{ONE},"' + "x" * n,
    "escapes": lambda n: json.dumps([shopify(note="é" * 1_000)] * (n // 6_000)),
    "quotes in texts": lambda n: json.dumps([shopify(note='"\\' * 1_000)] * (n // 4_000)),
    "keys": lambda n: "[{" + ",".join(f'"k{number}":1' for number in range(n // 10)) + "}]",
    "keys that are the same": lambda n: "[{" + '"k":1,' * (n // 6) + '"k":1}]',
    "orders with other keys": lambda n: json.dumps([shopify(**{f"k{one}": 1}) for one in range(n // len(ONE))]),
    "lines of an order": lambda n: json.dumps(shopify(line_items=shopify()["line_items"] * (n // 200))),
    "huge numbers": lambda n: json.dumps([shopify()] * (n // 2_000)).replace("7300400500551", "9" * 999),
    "a number without an end": lambda n: f'[{ONE},{{"id":0.{"1" * n}}}]',
    "exponents": lambda n: "[" + "1e99999," * (n // 8) + "1]",
    "nonsense": lambda n: "{]" * (n // 2),
}
HEAD = text_of()
ROWS = text_of(order("#1", total="14.50", Outstanding_Balance="0.00")).removeprefix(HEAD)
CSV: dict[str, Callable[[int], str]] = {
    "orders": lambda n: HEAD + "".join(ROWS.replace("#1", f"#{one}") for one in range(n // len(ROWS))),
    "rows of one order": lambda n: HEAD + ROWS * (n // len(ROWS)),
    "quotes that do not close": lambda n: HEAD + '#1,"x\n' * (n // 6),
    "one quote that does not close": lambda n: HEAD + '#1,"x\n' + "a,b\n" * (n // 4),
    "quotes that close elsewhere": lambda n: HEAD + '#1,"x\n"",y\n' * (n // 11),
    "doubled quotes": lambda n: HEAD + '#1,"' + '""' * (n // 2) + '"\n',
    "many doubled quotes": lambda n: HEAD + ('#1,"' + '""' * 1000 + '"\n') * (n // 2005),
    "lines in a cell": lambda n: HEAD + '#1,"' + "\n" * n + '"\n',
    "cells of a megabyte": lambda n: HEAD + ("#1," + "x" * 950_000 + "\n") * (n // 50_000),
    "columns": lambda n: HEAD.strip() + "," * min(n, 990_000) + "\n" + "," * min(n, 990_000) + "\n",
    "columns with names": lambda n: (
        ",".join([HEAD.strip(), *(f"c{one}" for one in range(min(n, 900_000) // 8))]) + "\n"
    ),
    "empty rows": lambda n: HEAD + "\n" * n,
    "rows of commas": lambda n: HEAD + ("," * (len(COLUMNS) - 1) + "\n") * (n // len(COLUMNS)),
    "rows that are too short": lambda n: HEAD + "a\n" * (n // 2),
    "empty lines before the header": lambda n: "\n" * n + HEAD + ROWS,
    "carriage returns": lambda n: HEAD + "\r" * min(n, 990_000) + ROWS,
    "long Latin": lambda n: HEAD + ROWS.replace("Galway", "é" * 1000) * (n // 1500),
    "digits": lambda n: HEAD + ROWS.replace("14.50", "1" * 9_000) * (n // 9_000),
}
P_HEAD = "Handle,Title,Body (HTML),Vendor,Option1 Value,Variant SKU,Variant Price\n"
PRODUCTS: dict[str, Callable[[int], str]] = {
    "variants": lambda n: P_HEAD + "".join(f"a,A,,V,o{one},S,1\n" for one in range(n // 15)),
    "products": lambda n: P_HEAD + "".join(f"h{one},A,,V,,S,1\n" for one in range(n // 15)),
    **{
        f"a description of {piece}": lambda n, piece=piece: (  # type: ignore[misc]
            P_HEAD + f'a,A,"{piece * (min(n, 900_000) // len(piece))}",V,,S,1\n'
        )
        for piece in ("<div>", "<!--", "<a<", "</a", "<script>", "<", "&amp", "&#x1;", "<style></style>", "<br", "x ")
    },
}


def of(name: str, text: str, folder: Path) -> Callable[[], None]:
    path = folder / "file"
    path.write_bytes(text.encode())

    def read() -> None:
        with suppress(UnusableFile):
            export = (
                PRODUCT_FORMATS["shopify-csv"].of_file(file_at(path), OPTIONS)
                if name == "products"
                else (FORMATS[name].read(path, OPTIONS))
            )
            for _ in export:
                pass

    return read


def work(read: Callable[[], None]) -> float:
    """The processor's seconds that it takes, without the garbage collector's."""
    gc.disable()
    try:
        begun = time.process_time()
        read()
        return time.process_time() - begun
    finally:
        gc.enable()


def assert_linear(read: Callable[[int], Callable[[], None]], length: int) -> None:
    """The fewest of up to twenty measurements, because others work on this machine too."""
    work(read(length))  # what only a first time needs
    once = twice = float("inf")
    for _ in range(20):
        once, twice = min(once, work(read(length))), min(twice, work(read(2 * length)))
        if twice <= MAX_COUNT * once + NOISE:
            return
    pytest.fail(f"{length} took {once:.3f} s, {2 * length} took {twice:.3f} s")


def grows_linearly(name: str, make: Callable[[int], str], folder: Path, *, length: int) -> None:
    assert_linear(lambda many: of(name, make(many), folder), length)


@pytest.mark.parametrize("what", sorted(JSON))
def test_twice_the_json_takes_twice_the_work(tmp_path: Path, what: str) -> None:
    grows_linearly("shopify-json", JSON[what], tmp_path, length=120_000)


@pytest.mark.parametrize("what", sorted(CSV))
def test_twice_the_rows_take_twice_the_work(tmp_path: Path, what: str) -> None:
    grows_linearly("shopify-csv", CSV[what], tmp_path, length=60_000)


@pytest.mark.parametrize("what", sorted(PRODUCTS))
def test_twice_the_products_take_twice_the_work(tmp_path: Path, what: str) -> None:
    grows_linearly("products", PRODUCTS[what], tmp_path, length=60_000)


@pytest.mark.parametrize("many", [60, 5_000_000 // 10])
def test_what_is_nested_deeper_than_any_order_is_refused_in_words(tmp_path: Path, many: int) -> None:
    path = tmp_path / "file"
    path.write_text('{"orders":' * many)
    with pytest.raises(UnusableFile, match="nested more than 30 deep"):
        FORMATS["shopify-json"].read(path, OPTIONS)


def test_an_order_that_is_nested_too_deep_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text(f'[{ONE},{{"id":1,"a":{"[" * 100_000}{"]" * 100_000}}},{ONE}]')
    found = list(FORMATS["shopify-json"].read(path, OPTIONS))
    assert [getattr(one, "why", "") for one in found] == ["", "It is larger, or deeper, than any order.", ""]


@pytest.mark.django_db
@pytest.mark.parametrize("what", ["items of one order", "an order again and again, with its items", "orders"])
def test_twice_olists_rows_take_twice_the_work(tmp_path: Path, what: str) -> None:
    """The database's share of the work is not the processor's of this process: it is held by its limits."""

    def read(many: int) -> Callable[[], None]:
        orders, items = (OLIST[f"olist_{name}_dataset.csv"] for name in ("orders", "order_items"))
        head, first = orders.split("\n")[:2]
        repeated = 1 if what == "items of one order" else many
        rows = [first if what != "orders" else first.replace("o1", f"o{one}") for one in range(repeated)]
        own = items.split("\n")[1].replace("1,p1", "{0},p{0}")
        of_orders = [own.format(one) for one in range(many if what != "orders" else 1)]
        texts = {
            **OLIST,
            "olist_orders_dataset.csv": "\n".join([head, *rows, ""]),
            "olist_order_items_dataset.csv": "\n".join([items.split("\n")[0], *of_orders, ""]),
        }
        folder = tmp_path / f"{many}"
        folder.mkdir(exist_ok=True)
        for name, text in texts.items():
            (folder / name).write_text(text)
        return lambda: [None for _ in FORMATS["olist"].read(folder, OPTIONS)] and None

    assert_linear(read, 1500)
