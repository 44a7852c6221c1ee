from datetime import timedelta

from django.db.models.functions import Now

from anam.cases.models import Case, CaseEntry
from anam.coded import Coded
from anam.people.models import User


def find_duplicate(
    case: Case, kind: str, body: str, *, by: User, to: str = "", event: Coded | None = None
) -> CaseEntry | None:
    """The same words of the same person in the same case within the last minute: that is a double click (D7).

    Locks the writer until the transaction ends, so that the two clicks wait for each other; with the weaker lock, for
    which rows that only name the writer need not wait.
    """
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=by.pk)
    recent = CaseEntry.objects.filter(case=case, kind=kind, author=by, to=to, body=body, event=event or {})
    return recent.filter(at__gt=Now() - timedelta(minutes=1)).order_by("-pk").first()
