from datetime import datetime

from anam.cases.models import Case


def reopen_case(case: Case, *, at: datetime) -> None:
    """A closed case is open again, at `at` (UTC), and has as long to be answered as it had at first."""
    Case.objects.filter(pk=case.pk).update(
        closed_at=None,
        closed_by=None,
        outcome="",
        closing_words="",
        closed_because={},
        answered_at=None,
        answer_by=at + (case.answer_by - case.opened_at),
    )
