from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from anam.cases.actions.add_entry import add_entry
from anam.cases.models import Case
from anam.clock import database_now
from anam.coded import Coded, coded
from anam.people.models import User

# What a case is about once: a second case about the same is the first one.
_ONCE = {"report": "about_message", "undelivered": "email", "money": "operation", "request": "request"}


@transaction.atomic
def open_case(
    kind: str,
    *,
    about: Coded | None = None,
    subject: str = "",
    message: str = "",
    opened_as: str,
    by: User | None = None,
    answer_within: timedelta,
    at: datetime | None = None,
    **facts: Any,
) -> tuple[Case, bool]:
    """A new case for support, with its time to answer; `facts` are columns of Case (order, maker, buyer, …).

    `subject` and `message` are what somebody wrote; `about`, a code of SUBJECTS, says what Anam calls it. `at` is when
    it was opened, in UTC; the database's clock if not given.

    The answer says whether it is new: a message reported twice, an e-mail that bounced twice, an operation
    stuck twice are one case. Raises IntegrityError for a second open case of an escalation about one order (D6):
    whoever opens those holds the order's lock and has looked.
    """
    now = at or database_now()
    columns = {
        "kind": kind,
        "subject": " ".join(subject.split())[:200],
        "about": about or {},
        "message": message,
        "opened_as": opened_as,
        "opened_by": by,
        "opened_at": now,
        "answer_by": now + answer_within,
        **facts,
    }
    once = _ONCE.get(kind)
    if once is None:
        case, new = Case.objects.create(**columns), True
    else:
        still = {} if kind in ("undelivered", "request") else {"closed_at": None}
        case, new = Case.objects.get_or_create(**{once: columns.pop(once)}, **still, defaults=columns)
    if new:
        add_entry(case, "event", event=coded("opened"), side=opened_as, by=by, at=now)
    return case, new
