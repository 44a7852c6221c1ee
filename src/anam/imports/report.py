"""What came of an export: counted, in words, and as a file of what was refused."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, TextIO

from anam.exports.cells import csv_lines, harmless
from anam.imports.outcomes import Outcome, Result
from anam.orders.status import Status
from anam.words import count, listed


class Report:
    """A CSV file of what was refused, and of what there is to know of the rest, with line and reason."""

    def __init__(self, file: TextIO, *, what: str = "order") -> None:
        self._writer = csv.writer(file)
        self._writer.writerow(("line", what, "reason"))

    def add(self, result: Result) -> None:
        if words := result.words:
            self._writer.writerow((result.line_number, harmless(result.name), harmless(words)))


def report_rows(refused: Iterable[tuple[int, str, str]], *, what: str) -> Iterator[str]:
    """The same, line by line, of line numbers, names and reasons."""
    return csv_lines(("line", what, "reason"), refused)


@dataclass
class Tally:
    """How many of what: "order" or "product"."""

    what: str = "order"
    read: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    statuses: Counter[str] = field(default_factory=Counter)
    new_makers: int = 0
    new_buyers: int = 0
    noted: int = 0

    def add(self, result: Result) -> None:
        self.read += 1
        self.outcomes[result.outcome] += 1
        self.statuses.update(result.statuses)
        self.new_makers += result.new_makers
        self.new_buyers += result.new_buyers
        self.noted += bool(result.notes)

    @property
    def would_change(self) -> int:
        """How many of the file are not there as they are."""
        return self.imported + self.changed

    @property
    def by_status(self) -> str:
        """Orders that came in, as in '2 waiting for the maker and 1 shipped'."""
        kinds = [f"{self.statuses[status]:,} {status.label.lower()}" for status in Status if self.statuses[status]]
        return listed(kinds, most=len(kinds))

    @property
    def imported(self) -> int:
        return self.outcomes[Outcome.IMPORTED]

    @property
    def changed(self) -> int:
        return self.outcomes[Outcome.CHANGED]

    @property
    def already_there(self) -> int:
        return self.outcomes[Outcome.ALREADY_THERE]

    @property
    def refused(self) -> int:
        return self.outcomes[Outcome.REFUSED]

    def to_json(self) -> dict[str, Any]:
        """As it is kept in the database, and read again by `from_record`."""
        return {
            "read": self.read,
            "outcomes": dict(self.outcomes),
            "statuses": dict(self.statuses),
            "new_makers": self.new_makers,
            "new_buyers": self.new_buyers,
            "noted": self.noted,
        }

    @classmethod
    def from_record(cls, record: dict[str, Any], *, what: str) -> "Tally":
        counters = {name: Counter(record.get(name, {})) for name in ("outcomes", "statuses")}
        numbers = {name: int(record.get(name, 0)) for name in ("read", "new_makers", "new_buyers", "noted")}
        return cls(what=what, **counters, **numbers)  # type: ignore[arg-type]

    def in_words(self) -> str:
        """By outcome; orders that came in, by status too."""
        came_in = f"{self.imported:,} imported"
        if self.what == "order":
            written = count(sum(self.statuses.values()), "order")
            came_in += f" (as {written}, one for each maker)"
        else:
            came_in += f", {self.changed:,} changed"
        words = (
            f"{count(self.read, self.what)} read: {came_in}, {self.already_there:,} already there, "
            f"{self.refused:,} refused."
        )
        if self.by_status:
            words += f" By status: {self.by_status}."
        if self.noted:
            words += f" There is something to know of {self.noted:,}, named line by line."
        parties = ((self.new_makers, "new maker"), (self.new_buyers, "new buyer"))
        new = [count(number, what) for number, what in parties if number]
        return words + (f" With them came {listed(new)}." if new else "")
