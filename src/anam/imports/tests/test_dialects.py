"""Files as spreadsheets and older programs write them: other characters, other separators, spaces that are none."""

import csv
import io
import json
from pathlib import Path

import pytest

from anam.imports.parsed import UnusableFile
from anam.imports.tests.export import order, text_of
from anam.imports.tests.samples import read, shopify

TEXT = text_of(order("#1", {"Lineitem name": "Krug, weiß"}, total="14.50", Billing_Company="Café Müller"))


def separated(delimiter: str, *, before: str = "") -> str:
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter, lineterminator="\r\n").writerows(csv.reader(io.StringIO(TEXT)))
    return before + written.getvalue()


def only(path: Path, format: str = "shopify-csv") -> tuple[str, str, int]:
    orders, bad, _ = read(format, path)
    assert bad == []
    (one,) = orders
    return one.buyer.name, one.lines[0].title, one.lines[0].unit_price


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "windows-1252"],
)
def test_rows_in_other_characters_are_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(TEXT.encode(encoding))
    assert only(path) == ("Café Müller", "Krug, weiß", 1450)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be", "windows-1252"])
def test_objects_in_other_characters_are_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "file"
    text = json.dumps([shopify(billing_address={"company": "Café Müller"})], ensure_ascii=False)
    path.write_bytes(text.encode(encoding))
    assert only(path, "shopify-json")[0] == "Café Müller"


def test_a_broken_byte_in_utf_8_is_not_taken_for_other_characters(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(TEXT.encode() + b"#2,\xe9\n")
    with pytest.raises(UnusableFile, match="not UTF-8 text"):
        read("shopify-csv", path)


@pytest.mark.parametrize(
    "text",
    [
        separated(";"),
        separated("\t"),
        separated("|"),
        separated(";", before="sep=;\r\n"),
        separated(";", before="\r\n"),
    ],
)
def test_other_separators_are_seen(tmp_path: Path, text: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(text.encode())
    assert only(path) == ("Café Müller", "Krug, weiß", 1450)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Lineitem price", " lineitem  PRICE "),
        ("Lineitem price", "Lineitem\u00a0price"),
        ("Name,", "\u200bNAME,"),
        ("14.50", "\u00a014.50\u00a0"),
        ("14.50", "14.50\u200b"),
        ("Café Müller", "\u00a0Café\u00a0Müller\ufeff"),
        ("#1,", "\ufeff#1,"),
        ("paid", " paid\u00a0"),
        ("USD", "usd\u2009"),
        (",1,", ",\u00a01,"),
    ],
)
def test_spaces_of_other_kinds_make_no_difference(tmp_path: Path, old: str, new: str) -> None:
    assert old in TEXT
    path = tmp_path / "file"
    path.write_text(TEXT.replace(old, new))
    assert only(path) == ("Café Müller", "Krug, weiß", 1450)
