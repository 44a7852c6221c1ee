from datetime import datetime

from anam.cases.models import Case, CaseEntry
from anam.clock import database_now
from anam.people.models import User


def add_entry(
    case: Case, kind: str, body: str, *, side: str, by: User | None = None, to: str = "", at: datetime | None = None
) -> CaseEntry:
    """Something was said in `case`, or happened to it: a note, an e-mail, an answer or an event. `at` in UTC."""
    return CaseEntry.objects.create(
        case=case, kind=kind, side=side, author=by, to=to, body=body, at=at or database_now()
    )
