from datetime import datetime

from anam.cases.models import Case


def mark_unanswered(case: Case, *, at: datetime) -> None:
    """An open case waits for support again, from `at` (UTC) on, as long as it did at first."""
    Case.objects.still_open().filter(pk=case.pk).update(
        answered_at=None, answer_by=at + (case.answer_by - case.opened_at), escalated_at=None
    )
