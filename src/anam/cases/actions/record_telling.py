from datetime import datetime

from anam.cases.models import Case
from anam.people.models import User


def record_telling(case: Case, *, how: str, at: datetime, by: User) -> None:
    """Support, whose case it is then, has told the buyer: how, and when, in UTC (D6)."""
    Case.objects.filter(pk=case.pk).update(told_how=how, told_at=at, told_by=by, assigned_to=by)
