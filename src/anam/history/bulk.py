"""History that an import brings, of some hundred orders at once; nobody is told of it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from anam.bulk import insert
from anam.history.models import Entry
from anam.history.sentences import check_sentence


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
    """Add what had happened already (D12). Raises Unworded as `record` does, for the facts of a kind are all alike."""
    for one in {entry.kind: entry for entry in entries}.values():
        check_sentence(Entry(kind=one.kind, actor_as=one.actor_as, at=one.at, facts=json.loads(one.facts)))
    insert(Entry, entries)
