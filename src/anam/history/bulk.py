"""History that an import brings, of some hundred orders at once; nobody is told of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from anam.bulk import insert
from anam.history.models import Entry


@dataclass(frozen=True)
class PastEntry:
    """Columns of an entry; `facts` as JSON."""

    order_id: int
    maker_id: int
    kind: str
    actor_id: int | None
    actor_as: str
    at: datetime
    policy_id: int
    facts: str


def add_entries(entries: Sequence[PastEntry]) -> None:
    """Add what had happened already (D12)."""
    insert(Entry, entries)
