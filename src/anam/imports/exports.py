"""What every format's reader has in common: what it is told, what it says of itself."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from anam.coded import coded
from anam.imports.cells import quoted
from anam.imports.fields import Fields
from anam.imports.json_objects import JsonObject, check_json, read_objects
from anam.imports.names import is_name
from anam.imports.parsed import BadRow, ParsedOrder, Unreadable, UnusableFile
from anam.imports.sources import Source
from anam.imports.what_it_is import LIKE_ORDERS, seems, what_it_is


@dataclass(frozen=True)
class Options:
    """What an export does not say itself: the zone of its times, and who sold what it names no maker for."""

    zone: ZoneInfo | None = None
    maker: str = ""


class Export(Protocol):
    """A reader of one export."""

    @property
    def source(self) -> str:
        """What its orders keep as where they came from."""
        ...

    @property
    def same_as(self) -> tuple[str, ...]:
        """The sources whose references mean the same orders."""
        ...

    @property
    def ignored(self) -> int:
        """How many columns or fields were left unread so far."""
        ...

    @property
    def ignored_is(self) -> str:
        """What those are: a column, a field."""
        ...

    @property
    def nameless_go_to(self) -> str:
        """The maker of what names none; "" where all of it does."""
        ...

    @property
    def size(self) -> int:
        """How much there is to read, in bytes or lines, as `position` is counted."""
        ...

    @property
    def position(self) -> int:
        """How far it has been read."""
        ...

    def __iter__(self) -> Iterator[ParsedOrder | BadRow]: ...


def zone_called(name: str) -> ZoneInfo:
    """Raises UnusableFile for no time zone."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UnusableFile("no_time_zone", zone=quoted(name)) from None


class JsonExport:
    """A reader of orders as JSON: each format says which fields it needs and what an order is."""

    source: str
    same_as: tuple[str, ...]
    kind: str  # of sentences.KINDS
    ignored_is = "field"
    necessary: tuple[tuple[str, ...], ...]  # of each, one of the names must be there
    known: frozenset[str]
    nameless: str

    def __init__(self, source: Source, options: Options) -> None:
        self.options, self._source = options, source
        self._ignored: set[str] = set()
        self.nameless_go_to = ""
        check_json(source)
        self._refuse_another_kind(next(iter(read_objects(source)), None))

    @property
    def ignored(self) -> int:
        return len(self._ignored)

    @property
    def size(self) -> int:
        return self._source.size

    @property
    def position(self) -> int:
        return self._source.position

    def maker(self, named: str) -> str:
        """Who sold what the file says `named` sold; or, where it names nobody, whoever it was said to be."""
        if is_name(named):
            return named
        self.nameless_go_to = self.options.maker or self.nameless
        return self.nameless_go_to

    def __iter__(self) -> Iterator[ParsedOrder | BadRow]:
        for one in read_objects(self._source):
            name = ""
            try:
                if one.wrong:
                    raise Unreadable(one.wrong)
                fields = Fields(one.found)
                name = self.name_of(fields)
                self._count_ignored(fields.names())
                self._refuse_no_order(fields.names())
                yield self.order(fields, name, one.line_number)
            except Unreadable as wrong:
                yield BadRow(one.line_number, name, wrong.words)

    def name_of(self, order: Fields) -> str:
        """What the order is called there."""
        raise NotImplementedError

    def order(self, order: Fields, name: str, line_number: int) -> ParsedOrder:
        """The order that an object is. Raises Unreadable."""
        raise NotImplementedError

    def _refuse_another_kind(self, first: JsonObject | None) -> None:
        facts = {"file": self._source.name, "kind": coded(self.kind)}
        if first is None:
            raise UnusableFile("no_order_in_it", **facts)
        if first.found is None and first.wrong:
            raise UnusableFile("first_unreadable", **facts, why=first.wrong)
        there = first.found if isinstance(first.found, dict) else {}
        missing = [names[0] for names in self.necessary if not any(name in there for name in names)]
        if missing and not first.wrong:
            raise UnusableFile("fields_missing", **facts, fields=missing, seems=seems(there, but=self.kind))

    def _refuse_no_order(self, names: Iterable[str]) -> None:
        what = what_it_is(names)
        if what in LIKE_ORDERS:
            raise Unreadable("from_a_list_of", kind=coded(what))

    def _count_ignored(self, names: Iterable[str]) -> None:
        if len(self._ignored) < 1000:
            self._ignored.update(name for name in names if name not in self.known)
