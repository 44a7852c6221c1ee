"""What must always be true of the orders in the database, as a list that can be read and asked (D, M2 to M13).

One file for each subject; in each, every invariant is a rule, its words, and the SQL that finds who breaks it. That SQL
restates the rules on purpose: an auditor must not ask the accused. So it takes no condition from the apps it looks at.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from anam.audit.invariants.cases import CASES
from anam.audit.invariants.contact import CONTACT
from anam.audit.invariants.explanation import EXPLANATION
from anam.audit.invariants.goods import GOODS
from anam.audit.invariants.history import HISTORY
from anam.audit.invariants.invariant import Invariant
from anam.audit.invariants.ledger import LEDGER
from anam.audit.invariants.money import MONEY
from anam.audit.invariants.once import ONCE
from anam.audit.invariants.parts import PARTS
from anam.audit.invariants.refunds import REFUNDS
from anam.audit.invariants.requests import REQUESTS
from anam.audit.invariants.returns import RETURNS
from anam.audit.invariants.unpaid import UNPAID
from anam.audit.invariants.whose import WHOSE
from anam.audit.invariants.window import WINDOW
from anam.history.sentences import BUYER_READS
from anam.sql import fetch_all

__all__ = ["INVARIANTS", "MAX_SHOWN", "Breaks", "Invariant", "ask"]

INVARIANTS: tuple[Invariant, ...] = (
    *WHOSE,
    *WINDOW,
    *CONTACT,
    *EXPLANATION,
    *ONCE,
    *MONEY,
    *LEDGER,
    *UNPAID,
    *GOODS,
    *HISTORY,
    *CASES,
    *REQUESTS,
    *PARTS,
    *REFUNDS,
    *RETURNS,
)
MAX_SHOWN = 20


@dataclass(frozen=True)
class Breaks:
    """Who breaks one invariant: how many, and the first of them as (order number, what is wrong)."""

    count: int
    first: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class _Break:
    subject: str
    what: str
    in_all: int


def ask(invariant: Invariant) -> Breaks:
    """Ask the database who breaks `invariant`. One statement, so one moment: nothing is seen half done."""
    found = fetch_all(
        _Break,
        f"SELECT subject, what, count(*) OVER () AS in_all FROM ({invariant.sql}) AS breaks (subject, what)"  # noqa: S608
        " ORDER BY subject, what LIMIT %(most)s",
        {"most": MAX_SHOWN, "buyer_reads": sorted(BUYER_READS)},
    )
    return Breaks(found[0].in_all if found else 0, [(one.subject, one.what) for one in found])
