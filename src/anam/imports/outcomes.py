"""What came of the orders of an export, one by one."""

from dataclasses import dataclass
from enum import StrEnum

from anam.coded import Coded, Worded
from anam.imports.parsed import BadRow, ParsedOrder
from anam.imports.parsed_products import ParsedProduct
from anam.imports.sentences import NOTHING


class Outcome(StrEnum):
    IMPORTED = "imported"
    CHANGED = "changed"
    ALREADY_THERE = "already_there"
    REFUSED = "refused"


@dataclass(frozen=True)
class Result:
    """What came of one order or product of the file: `statuses` are those of our orders, one for each maker."""

    line_number: int
    name: str
    outcome: Outcome
    why: Worded = NOTHING
    statuses: tuple[str, ...] = ()
    new_makers: int = 0
    new_buyers: int = 0
    notes: tuple[Worded, ...] = ()  # what is to be known of one that was not refused

    @property
    def kept(self) -> list[Coded]:
        """What the database keeps of what is said of it."""
        return [one.kept for one in (self.why, *self.notes) if one]

    @property
    def words(self) -> str:
        """Why it was refused, or what is to be known of it; "" for most."""
        return " ".join(filter(None, (self.why, *self.notes)))


def refused(one: ParsedOrder | ParsedProduct | BadRow, why: Worded) -> Result:
    """Nothing of it was written."""
    return Result(one.line_number, one.name, Outcome.REFUSED, why)
