"""Cells of a CSV file, and values of JSON, as others can read them without harm or doubt."""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

# A spreadsheet takes a cell that begins so for a formula, and runs it; the wide signs of Japanese keyboards too.
_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def harmless(cell: Any) -> Any:
    """`cell`, such that no spreadsheet runs it; numbers, negative ones too, stay what they are."""
    if isinstance(cell, str) and cell.startswith(_RUNS) and not _NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell


def rfc3339(moment: datetime | None) -> str | None:
    """In UTC, as in 2026-11-20T14:02:00Z."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z") if moment else None


class _Line:
    """A file of which nothing is kept: what is written is the answer."""

    def write(self, text: str) -> str:
        return text


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Line by line, as RFC 4180 has it, with a mark that tells spreadsheets that it is UTF-8."""
    writer = csv.writer(_Line())
    yield "\ufeff" + writer.writerow(header)
    for row in rows:
        yield writer.writerow([harmless(cell) for cell in row])


def json_pieces(about: dict[str, Any], items: Iterable[dict[str, Any]]) -> Iterator[str]:
    """One object, item by item: what `about` says, and `items`."""
    yield json.dumps(about)[:-1] + (", " if about else "") + '"items": ['
    for number, item in enumerate(items):
        yield (",\n" if number else "\n") + json.dumps(item, ensure_ascii=False)
    yield "\n]}\n"
