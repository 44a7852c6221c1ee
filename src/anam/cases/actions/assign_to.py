from anam.cases.models import Case
from anam.people.models import User


def assign_to(case_id: int, to: User | None, *, seen: User | None) -> bool:
    """An open case is `to`'s, with one conditional UPDATE: False where it is closed or no longer `seen`'s (D7)."""
    return bool(Case.objects.still_open().filter(pk=case_id, assigned_to=seen).update(assigned_to=to))
