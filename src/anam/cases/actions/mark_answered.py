from datetime import datetime

from anam.cases.models import Case


def mark_answered(case: Case, *, at: datetime) -> None:
    """Support has said something to whoever asked; the first time counts."""
    Case.objects.unanswered().filter(pk=case.pk).update(answered_at=at)
