"""The rows of a CSV file, one at a time, with the line where each begins; a broken one costs only itself."""

import codecs
import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TextIO

from anam.coded import Worded, coded
from anam.imports.cells import EDGES
from anam.imports.encodings import settle_encoding
from anam.imports.parsed import UnusableFile
from anam.imports.sentences import NOTHING, words
from anam.imports.sources import Source
from anam.imports.what_it_is import seems
from anam.words import visible

MAX_LINE_LENGTH = 1_000_000
MAX_ROW_LENGTH = 500  # physical lines, because cells may hold line breaks
MAX_CHARACTERS = 4_000_000  # of a row
DELIMITERS = ",;\t|"
csv.field_size_limit(MAX_LINE_LENGTH)


@dataclass(frozen=True)
class Row:
    """The cells of one row; `wrong` is empty, or says why it could not be read (`cells` are then a guess)."""

    line_number: int
    cells: list[str]
    wrong: Worded = NOTHING


def check_text(source: Source) -> int:
    """How many physical lines the file has. Raises UnusableFile for what is no text.

    Read to its end before anything is written, in pieces: a bad byte at the end must not be found half-way.
    """
    settle_encoding(source)
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    lines = length = 0
    with source.open() as file:
        while True:
            piece = file.read(1 << 16)
            try:
                text = decoder.decode(piece, final=not piece)
            except UnicodeDecodeError as error:
                before = error.object[: error.start].count(b"\n")
                raise UnusableFile("not_utf8", file=source.name, line=lines + before + 1) from None
            first, *others = text.split("\n")
            length += len(first)
            if length > MAX_LINE_LENGTH:
                raise UnusableFile("no_csv_line", file=source.name, line=lines + 1, most=MAX_LINE_LENGTH)
            if others:
                lines, length = lines + len(others), len(others[-1])
            if not piece:
                return lines + 1 if length else lines


@dataclass(frozen=True)
class Header:
    """Where the columns stand that are read; any order, and columns that nobody knows, are no trouble."""

    at: dict[str, int]
    ignored: int
    delimiter: str = ","

    @classmethod
    def of(
        cls, source: Source, columns: Mapping[str, Sequence[str]], *, necessary: Iterable[str], kind: str
    ) -> "Header":
        """Read the header of `source`, an export of that kind (sentences.KINDS).

        Raises UnusableFile, naming the columns that are missing.

        A column may have one of several names, in letters of any case; `by_column` knows it by the key.
        """
        known = {plain_name(name) for names in columns.values() for name in names}
        delimiter = _delimiter(source, known)
        with source.open_text() as file:
            header = next(read_rows(file, delimiter), None)
        if header is None or header.wrong:
            raise UnusableFile("no_csv", why=header.wrong if header else words("no_header"))
        names = [plain_name(cell) for cell in header.cells]
        first = {name: at for at, name in reversed(list(enumerate(names)))}
        at = {
            key: first[plain_name(name)]
            for key, several in columns.items()
            for name in reversed(several)
            if plain_name(name) in first
        }
        missing = [columns[key][0] for key in necessary if key not in at]
        if missing:
            facts = {"kind": coded(kind), "columns": missing}
            raise UnusableFile("columns_missing", **facts, seems=seems(names, but=kind))
        twice = [columns[key][0] for key in necessary if names.count(names[at[key]]) > 1]
        if twice:
            raise UnusableFile("columns_twice", kind=coded(kind), columns=twice)
        return cls(at, len(names) - len(at), delimiter)

    def by_column(self, row: "Row") -> dict[str, str]:
        return {name: row.cells[at].strip(EDGES) for name, at in self.at.items() if at < len(row.cells)}


def plain_name(cell: str) -> str:
    """The name of a column, such that how it is spaced and in which case it is written makes no difference."""
    return " ".join(visible(cell).split()).strip(EDGES).casefold()


def _delimiter(source: Source, known: set[str]) -> str:
    """What parts the cells: that by which most of the header is known."""
    with source.open_text() as file:
        line = next((line for line in file if line.strip() and not _says_how(line)), "")
    found = {
        sign: len(known & {plain_name(cell.strip('"')) for cell in line.rstrip("\r\n").split(sign)})
        for sign in DELIMITERS
    }
    return max(DELIMITERS, key=lambda sign: found[sign])


def _says_how(line: str) -> bool:
    """Whether it is what spreadsheets write before the header: sep=;"""
    return line.strip().strip('"').casefold() in {f"sep={sign}" for sign in DELIMITERS} | {"sep="}


class _TooLong(Exception):
    def __init__(self, wrong: Worded) -> None:
        super().__init__(wrong)
        self.wrong = wrong


@dataclass
class _Lines:
    """The physical lines of a file, which can be gone back to as far as the row that is being read."""

    file: TextIO
    number: int = 0
    length: int = 0
    of_this_row: list[str] = field(default_factory=list)
    again: list[str] = field(default_factory=list)

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self.of_this_row) >= MAX_ROW_LENGTH:
            raise _TooLong(words("row_has_too_many_lines", most=MAX_ROW_LENGTH))
        if self.length > MAX_CHARACTERS:
            raise _TooLong(words("row_too_long", most=MAX_CHARACTERS))
        line = self.again.pop() if self.again else self.file.readline()
        if not line:
            raise StopIteration
        self.number += 1
        self.length += len(line)
        self.of_this_row.append(line)
        return line

    def pass_over_blank_ones(self) -> None:
        while line := self.again.pop() if self.again else self.file.readline():
            if line.strip():
                self.again.append(line)
                return
            self.number += 1

    def begin_a_row(self) -> None:
        self.of_this_row.clear()
        self.length = 0

    def keep_only_the_first(self) -> None:
        """Go back to the second line of this row: a quote that never closes must not swallow what follows."""
        self.again.extend(reversed(self.of_this_row[1:]))
        self.number -= len(self.of_this_row) - 1


def read_rows(file: TextIO, delimiter: str = ",") -> Iterator[Row]:
    """Each row of `file` (opened with newline=""), the header first; blank rows are left out."""
    lines, width = _Lines(file), 0
    while True:
        lines.begin_a_row()
        lines.pass_over_blank_ones()
        begins = lines.number + 1
        row = _next_row(lines, begins, delimiter)
        if row is None:
            return
        if not width and lines.of_this_row and _says_how(lines.of_this_row[0]):
            continue
        width = width or len(row.cells)
        if row.wrong or len(row.cells) not in (0, width):
            lines.keep_only_the_first()
            wrong = row.wrong or words("cells_uneven", cells=len(row.cells), header=width)
            yield Row(begins, _guess(lines.of_this_row[0], delimiter), wrong)
        elif any(cell.strip() for cell in row.cells):
            yield row


def _next_row(lines: _Lines, begins: int, delimiter: str) -> Row | None:
    try:
        return Row(begins, next(csv.reader(lines, strict=True, delimiter=delimiter)))
    except StopIteration:
        return None
    except _TooLong as error:
        return Row(begins, [], error.wrong)
    except csv.Error as error:
        return Row(begins, [], words("not_well_formed", error=str(error)))


def _guess(line: str, delimiter: str) -> list[str]:
    """What the cells of a broken row may have been, to tell which order it belongs to."""
    return [cell.strip('"') for cell in line.rstrip("\r\n").split(delimiter)]
