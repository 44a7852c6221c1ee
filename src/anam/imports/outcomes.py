"""What came of the orders of an export, one by one."""

from dataclasses import dataclass
from enum import StrEnum

from anam.imports.parsed import BadRow, ParsedOrder


class Outcome(StrEnum):
    IMPORTED = "imported"
    CHANGED = "changed"
    ALREADY_THERE = "already there"
    REFUSED = "refused"


@dataclass(frozen=True)
class Result:
    """What came of one order or product of the file: `statuses` are those of our orders, one for each maker."""

    line_number: int
    name: str
    outcome: Outcome
    why: str = ""
    statuses: tuple[str, ...] = ()
    new_makers: int = 0
    new_buyers: int = 0
    note: str = ""  # what is to be known of one that was not refused


def refused(one: ParsedOrder | BadRow, why: str) -> Result:
    """Nothing of it was written."""
    return Result(one.line_number, one.name, Outcome.REFUSED, why)
