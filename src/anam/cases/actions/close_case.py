from datetime import datetime

from django.db import transaction

from anam.cases.actions.add_entry import add_entry
from anam.cases.models import Case
from anam.people.models import User


@transaction.atomic
def close_case(
    case: Case, *, outcome: str, words: str, by: User | None, as_side: str = "support", at: datetime
) -> bool:
    """Close an open case with its outcome, with one conditional UPDATE: True for the one who is first (D7).

    It is never closed earlier than it was opened, though the clock was put back meanwhile.
    """
    at = max(at, case.opened_at)
    closed = Case.objects.filter(pk=case.pk, closed_at=None).update(
        outcome=outcome, closing_words=words, closed_at=at, closed_by=by
    )
    if not closed:
        return False
    case.outcome, case.closing_words, case.closed_at, case.closed_by = outcome, words, at, by
    said = f"Closed: {case.get_outcome_display().lower()}." + (f"\n{words}" if words else "")
    add_entry(case, "event", said, side=as_side, by=by, at=at)
    return True
