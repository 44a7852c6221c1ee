"""The orders of a JSON file, one at a time, each with the line where it begins: a file of any length in little memory.

A file may hold one order, a list of orders, lists of lists (pages put together), an object around them as the APIs
answer ({"orders": [...]}), or one after the other (JSON Lines).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

import ijson

from anam.coded import Worded
from anam.imports.encodings import settle_encoding
from anam.imports.parsed import UnusableFile
from anam.imports.sentences import NOTHING, words
from anam.imports.sources import Source

AROUND = ("orders", "order", "data")
MAX_PIECES = 200_000
DEEPEST = 60
MAX_AROUND = 30  # lists and objects around orders
MAX_TEXT_LENGTH = 1_000_000
MAX_NUMBER_LENGTH = 1000  # digits
_NO_NUMBER = re.compile(rb"[0-9]{%d}|[eE][+-]?[0-9]{6}" % MAX_NUMBER_LENGTH)
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class JsonObject:
    """What stood there; or, where `wrong` says something, why it could not be read. Then nothing may follow."""

    line_number: int
    found: Any = None
    wrong: Worded = NOTHING


def check_json(source: Source) -> None:
    """Raises UnusableFile for a text so long that it could not be held, or a number that the parser does not survive.

    Reads the file in pieces.
    """
    settle_encoding(source)
    length, lines, inside, before, held = 0, 1, 0, b"", b""
    with source.open() as file:
        while piece := file.read(1 << 16):
            whole, held = held + piece, b""
            if (len(whole) - len(whole.rstrip(b"\\"))) % 2:  # what it escapes is in the next piece
                whole, held = whole[:-1], b"\\"
            first, *others = parts = whole.replace(b"\\\\", b"").replace(b'\\"', b"").split(b'"')
            length += len(first)
            if length > MAX_TEXT_LENGTH:
                raise UnusableFile("text_too_long", file=source.name, line=lines, most=MAX_TEXT_LENGTH)
            between = before + b'"'.join(parts[inside::2])
            if _NO_NUMBER.search(between):
                raise UnusableFile("number_too_long", file=source.name, line=lines)
            if others:
                length = len(others[-1])
            inside = (inside + len(others)) % 2
            before = b"" if inside else between[-MAX_NUMBER_LENGTH:]
            lines += piece.count(b"\n")


def read_objects(source: Source) -> Iterator[JsonObject]:
    """Each object of the file that may be an order, in the order of the file."""
    events: Any = ijson.sendable_list()
    parser = ijson.basic_parse_coro(events, multiple_values=True)
    taker, line_number = _Taker(), 1
    with source.open() as file:
        for line_number, piece in _pieces(file):
            wrong = _sent(parser, piece)
            yield from taker.take(events, line_number)
            del events[:]
            if taker.too_deep:
                yield JsonObject(line_number, wrong=words("nested_too_deep", most=MAX_AROUND))
                return
            if wrong:
                yield JsonObject(line_number, wrong=wrong)
                return
    wrong = _closed(parser)
    yield from taker.take(events, line_number)
    if wrong or taker.is_within:
        yield JsonObject(taker.begins or line_number, wrong=words("breaks_off"))


def _pieces(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """The file by lines, long ones in pieces, each with the number of its line."""
    line_number, first = 1, True
    # The parser begins a text anew with each piece: it is to be in two at most.
    while piece := file.readline(MAX_TEXT_LENGTH):
        yield line_number, piece.removeprefix(_BOM) if first else piece
        first = False
        line_number += piece.endswith(b"\n")


def _sent(parser: Any, piece: bytes) -> Worded:
    try:
        parser.send(piece)
    except (ijson.JSONError, ValueError, UnicodeError, StopIteration, SystemError) as error:
        return _in_short(error)
    return NOTHING


def _closed(parser: Any) -> Worded:
    try:
        parser.close()
    except (ijson.JSONError, ValueError, UnicodeError, SystemError) as error:
        return _in_short(error)
    return NOTHING


def _in_short(error: Exception) -> Worded:
    said = str(error).split("\n")[0].strip().encode("ascii", "replace").decode()[:100].rstrip(".")
    return words("no_json", error=f"{said}.") if said else words("breaks_off_here")


@dataclass
class _Building:
    """An object that is being read: what it holds so far, and how deep we are in it."""

    line_number: int
    outermost: bool
    thrown_away: bool = False
    builder: Any = field(default_factory=ijson.ObjectBuilder)
    depth: int = 0
    pieces: int = 0
    wrong: Worded = NOTHING

    def take(self, event: str, value: Any) -> bool:
        """Whether it is complete."""
        self.pieces += 1
        self.depth += event.startswith("start_") - event.startswith("end_")
        if not self.wrong and (self.pieces > MAX_PIECES or self.depth > DEEPEST):
            self.wrong, self.builder = words("larger_than_any_order"), None
        if not self.wrong and not self.thrown_away:  # else it is no order: nothing of it is kept
            self.builder.event(event, value)
        return not self.depth


class _Taker:
    """Tells orders from what is around them. `too_deep`: more is around than can be, and nothing else was read."""

    def __init__(self) -> None:
        self._around: list[str] = []  # "[" for a list, "{" for an object that is around orders
        self._lists = 0  # how many of them are lists
        self._building: _Building | None = None
        self._key = ""
        self.too_deep = False

    @property
    def is_within(self) -> bool:
        return bool(self._building or self._around)

    @property
    def begins(self) -> int:
        return self._building.line_number if self._building else 0

    def take(self, events: list[tuple[str, Any]], line_number: int) -> Iterator[JsonObject]:
        for event, value in events:
            if self._building and self._is_around(event):
                self._building = None
                self._go_into("{")
            if self._building is None:
                yield from self._between(event, value, line_number)
                if self.too_deep:
                    return
            elif self._building.take(event, value):
                yield from self._whole(self._building)
                self._building = None
            elif event == "map_key" and self._building.depth == 1:
                self._key = value

    def _is_around(self, event: str) -> bool:
        """Whether what is being read is no order, but an object around them: {"orders": [ begins."""
        building = self._building
        return (
            building is not None
            and building.outermost
            and building.depth == 1
            and self._key in AROUND
            and event in ("start_array", "start_map")
        )

    def _go_into(self, kind: str) -> None:
        self._around.append(kind)
        self._lists += kind == "["
        self.too_deep = len(self._around) > MAX_AROUND

    def _between(self, event: str, value: Any, line_number: int) -> Iterator[JsonObject]:
        around = self._around[-1] if self._around else ""
        if event in ("end_array", "end_map"):
            self._lists -= self._around.pop() == "["
        elif event == "map_key":
            self._key = value
        elif event == "start_array" and (around != "{" or self._key in AROUND):
            self._go_into("[")
        elif event in ("start_map", "start_array"):
            self._building = _Building(
                line_number, outermost=not self._lists, thrown_away=around == "{" and self._key not in AROUND
            )
            self._building.take(event, value)
            if not self._building.thrown_away and self._building.outermost:
                self._key = ""
        elif around != "{":
            yield JsonObject(line_number, found=value)

    @staticmethod
    def _whole(building: _Building) -> Iterator[JsonObject]:
        if not building.thrown_away:
            found = {} if building.wrong else building.builder.value
            yield JsonObject(building.line_number, found, building.wrong)
