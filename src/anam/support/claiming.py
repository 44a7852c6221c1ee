"""Whose case it is (D7): whoever acts on a case holds its row, and an unassigned one becomes theirs."""

from anam.cases.actions.assign_to import assign_to
from anam.cases.models import Case
from anam.people.models import User
from anam.refusals import Refused
from anam.support.escalation import closed_already, of_another


def claim(case_id: int, *, by: User, closed_too: bool = False) -> Case:
    """The case, locked until the transaction ends, and `by`'s if it was nobody's.

    Raises Case.DoesNotExist, and Refused where it is closed (unless `closed_too`) or a colleague's.
    """
    locked = Case.objects.select_for_update(of=("self",), no_key=True)
    case = locked.select_related("maker", "buyer", "order", "opened_by", "assigned_to", "closed_by").get(pk=case_id)
    if not case.is_open and not closed_too:
        raise Refused(closed_already(case))
    if case.assigned_to not in (None, by):
        raise Refused(of_another(case))
    if case.assigned_to is None and case.is_open:
        assign_to(case.pk, by, seen=None)
        case.assigned_to = by
    return case
