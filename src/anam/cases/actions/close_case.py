from datetime import datetime

from django.db import transaction

from anam.cases.actions.add_entry import add_entry
from anam.cases.models import Case
from anam.coded import Coded, coded
from anam.people.models import User


@transaction.atomic
def close_case(
    case: Case,
    *,
    outcome: str,
    by: User | None,
    at: datetime,
    words: str = "",
    because: Coded | None = None,
    as_side: str = "support",
) -> bool:
    """Close an open case with its outcome, with one conditional UPDATE: True for the one who is first (D7).

    `words` are those of whoever closes it; `because`, a code of ENDINGS, says why where nobody does. It is never closed
    earlier than it was opened, though the clock was put back meanwhile.
    """
    at = max(at, case.opened_at)
    closed = Case.objects.filter(pk=case.pk, closed_at=None).update(
        outcome=outcome, closing_words=words, closed_because=because or {}, closed_at=at, closed_by=by
    )
    if not closed:
        return False
    case.outcome, case.closing_words, case.closed_because = outcome, words, because or {}
    case.closed_at, case.closed_by = at, by
    said = coded(f"closed_{outcome}_because", because=because) if because else coded(f"closed_{outcome}")
    add_entry(case, "event", words, event=said, side=as_side, by=by, at=at)
    return True
