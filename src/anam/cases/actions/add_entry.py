from datetime import datetime

from anam.cases.models import Case, CaseEntry
from anam.clock import database_now
from anam.coded import Coded
from anam.people.models import User


def add_entry(
    case: Case,
    kind: str,
    body: str = "",
    *,
    event: Coded | None = None,
    side: str,
    by: User | None = None,
    to: str = "",
    at: datetime | None = None,
) -> CaseEntry:
    """Something was said in `case`, or happened to it: a note, an e-mail, an answer or an event. `at` in UTC.

    `body` is what somebody said; `event` what Anam says, by a code of EVENTS.
    """
    return CaseEntry.objects.create(
        case=case, kind=kind, side=side, author=by, to=to, body=body, event=event or {}, at=at or database_now()
    )
