"""The rows of a CSV file, one at a time, with the line where each begins; a broken one costs only itself."""

import codecs
import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TextIO

from anam.imports.plain import UnusableFile
from anam.imports.sources import Source

LONGEST_LINE = 1_000_000
LONGEST_ROW = 500  # physical lines, because cells may hold line breaks


@dataclass(frozen=True)
class Row:
    """The cells of one row; `wrong` is empty, or says why it could not be read (`cells` are then a guess)."""

    line_number: int
    cells: list[str]
    wrong: str = ""


def check_text(source: Source) -> int:
    """How many physical lines the file has. Raises UnusableFile for what is no text in UTF-8.

    Read to its end before anything is written, in pieces: a bad byte at the end must not be found half-way.
    """
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    lines = length = 0
    with source.open() as file:
        while True:
            piece = file.read(1 << 16)
            try:
                text = decoder.decode(piece, final=not piece)
            except UnicodeDecodeError as error:
                before = error.object[: error.start].count(b"\n")
                raise UnusableFile(
                    f"{source.name} is not UTF-8 text (line {lines + before + 1}). Export it again as CSV in UTF-8."
                ) from None
            first, *others = text.split("\n")
            length += len(first)
            if length > LONGEST_LINE:
                raise UnusableFile(
                    f"{source.name} is no CSV file: line {lines + 1} has over {LONGEST_LINE:,} characters."
                )
            if others:
                lines, length = lines + len(others), len(others[-1])
            if not piece:
                return lines + 1 if length else lines


@dataclass(frozen=True)
class Header:
    """Where the columns stand that are read; any order, and columns that nobody knows, are no trouble."""

    at: dict[str, int]
    ignored: int

    @classmethod
    def of(cls, file: TextIO, *, necessary: Iterable[str], welcome: Iterable[str], what: str) -> "Header":
        """Read the header of `file`. Raises UnusableFile, naming the columns that are missing."""
        header = next(read_rows(file), None)
        if header is None or header.wrong:
            raise UnusableFile(f"This is no CSV file. {header.wrong if header else 'It has no header.'}")
        names = [cell.strip() for cell in header.cells]
        missing = [name for name in necessary if name not in names]
        if missing and len(names) == 1 and any(sign in names[0] for sign in ";\t"):
            raise UnusableFile(
                "Its columns are not separated by commas: a spreadsheet has changed it. Export it again."
            )
        if missing:
            raise UnusableFile(f"This is no export of {what}: it has no column {', '.join(missing)}.")
        twice = [name for name in necessary if names.count(name) > 1]
        if twice:
            raise UnusableFile(f"This is no export of {what}: it has the column {', '.join(twice)} twice.")
        at = {name: names.index(name) for name in (*necessary, *welcome) if name in names}
        return cls(at, len(names) - len(at))

    @classmethod
    def by_any_name(
        cls, file: TextIO, columns: Mapping[str, Sequence[str]], *, necessary: Sequence[str], what: str
    ) -> "Header":
        """The same, where a column may have one of several names; `by_column` then knows it by the key."""
        needed = [columns[key][0] for key in necessary]
        header = next(read_rows(file), None)
        names = [cell.strip() for cell in header.cells] if header and not header.wrong else []
        low = [name.lower() for name in names]
        at = {
            key: low.index(name.lower())
            for key, known in columns.items()
            for name in reversed(known)
            if name.lower() in low
        }
        missing = [name for key, name in zip(necessary, needed, strict=True) if key not in at]
        if header is None or header.wrong:
            raise UnusableFile(f"This is no CSV file. {header.wrong if header else 'It has no header.'}")
        if missing:
            raise UnusableFile(f"This is no export of {what}: it has no column {', '.join(missing)}.")
        return cls(at, len(names) - len(at))

    def by_column(self, row: "Row") -> dict[str, str]:
        return {name: row.cells[at] for name, at in self.at.items() if at < len(row.cells)}


@dataclass
class _Lines:
    """The physical lines of a file, which can be gone back to as far as the row that is being read."""

    file: TextIO
    number: int = 0
    of_this_row: list[str] = field(default_factory=list)
    again: list[str] = field(default_factory=list)

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self.of_this_row) >= LONGEST_ROW:
            raise csv.Error(f"it has more than {LONGEST_ROW} lines")
        line = self.again.pop() if self.again else self.file.readline()
        if not line:
            raise StopIteration
        self.number += 1
        self.of_this_row.append(line)
        return line

    def keep_only_the_first(self) -> None:
        """Go back to the second line of this row: a quote that never closes must not swallow what follows."""
        self.again.extend(reversed(self.of_this_row[1:]))
        self.number -= len(self.of_this_row) - 1


def read_rows(file: TextIO) -> Iterator[Row]:
    """Each row of `file` (opened with newline=""), the header first; blank rows are left out."""
    lines, width = _Lines(file), 0
    while True:
        lines.of_this_row.clear()
        begins = lines.number + 1
        row = _next_row(lines, begins)
        if row is None:
            return
        width = width or len(row.cells)
        if row.wrong or len(row.cells) not in (0, width):
            lines.keep_only_the_first()
            wrong = row.wrong or f"It has {len(row.cells)} cells where the header has {width}."
            yield Row(begins, _guess(lines.of_this_row[0]), wrong)
        elif any(cell.strip() for cell in row.cells):
            yield row


def _next_row(lines: _Lines, begins: int) -> Row | None:
    try:
        return Row(begins, next(csv.reader(lines, strict=True)))
    except StopIteration:
        return None
    except csv.Error as error:
        return Row(begins, [], f"It is not well-formed CSV: {error}.")


def _guess(line: str) -> list[str]:
    """What the cells of a broken row may have been, to tell which order it belongs to."""
    return [cell.strip('"') for cell in line.rstrip("\r\n").split(",")]
