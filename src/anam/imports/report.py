"""What came of an export: counted, in words, and as a file of what was refused."""

import csv
from collections import Counter
from dataclasses import dataclass, field
from typing import TextIO

from anam.imports.outcomes import Outcome, Result
from anam.orders.status import Status
from anam.words import count, listed

COLUMNS = ("line", "order", "reason")
# A spreadsheet would take a cell that begins so for a formula.
_RUNS = ("=", "+", "-", "@", "\t", "\r")


def harmless(cell: str) -> str:
    """`cell`, such that no spreadsheet runs it."""
    return f"'{cell}" if cell.startswith(_RUNS) else cell


class Report:
    """A CSV file of the orders that were refused, with line and reason."""

    def __init__(self, file: TextIO) -> None:
        self._writer = csv.writer(file)
        self._writer.writerow(COLUMNS)

    def add(self, result: Result) -> None:
        if result.outcome == Outcome.REFUSED:
            self._writer.writerow((result.line_number, harmless(result.name), harmless(result.why)))


@dataclass
class Tally:
    """How many of what."""

    read: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    statuses: Counter[str] = field(default_factory=Counter)
    new_makers: int = 0
    new_buyers: int = 0

    def add(self, result: Result) -> None:
        self.read += 1
        self.outcomes[result.outcome] += 1
        self.statuses.update(result.statuses)
        self.new_makers += result.new_makers
        self.new_buyers += result.new_buyers

    def in_words(self) -> str:
        """Orders by outcome, and those that came in by status."""
        became, written = self.outcomes, sum(self.statuses.values())
        words = (
            f"{count(self.read, 'order')} read: {became[Outcome.IMPORTED]:,} imported "
            f"(as {count(written, 'order')}, one for each maker), "
            f"{became[Outcome.ALREADY_THERE]:,} already there, {became[Outcome.REFUSED]:,} refused."
        )
        if written:
            kinds = [f"{self.statuses[status]:,} {status.label.lower()}" for status in Status if self.statuses[status]]
            words += f" By status: {listed(kinds, most=len(kinds))}."
        new = [count(number, what) for number, what in
               ((self.new_makers, "new maker"), (self.new_buyers, "new buyer")) if number]  # fmt: skip
        return words + (f" With them came {listed(new)}." if new else "")
