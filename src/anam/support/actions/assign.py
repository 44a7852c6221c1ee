from django.db import transaction

from anam.cases.actions.add_entry import add_entry
from anam.cases.actions.assign_to import assign_to
from anam.cases.models import Case
from anam.coded import Coded, coded
from anam.people.models import User
from anam.refusals import Refused
from anam.support.escalation import closed_already


@transaction.atomic
def assign(case_id: int, *, to: User | None, by: User, seen: User | None) -> Case:
    """Give a case to an agent, or to nobody. `seen` is who had it when `by` looked: two agents cannot both win it.

    One conditional UPDATE. Raises Case.DoesNotExist, and Refused, in words, where somebody was quicker (D7).
    """
    if to is not None and not (to.is_support and to.is_active):
        raise Refused.because("no_agent", f"{to.name} does not work in support.")
    moved = assign_to(case_id, to, seen=seen)
    case = Case.objects.select_related("assigned_to", "closed_by").get(pk=case_id)
    if not moved:
        if not case.is_open:
            raise Refused(closed_already(case))
        if case.assigned_to == to:  # the same click twice
            return case
        has = f"{case.assigned_to.name} has this case now." if case.assigned_to else "Nobody has this case now."
        raise Refused.because("case_of_another", f"{has} Look at it again.")
    add_entry(case, "event", event=_said(to, by, seen), side="support", by=by)
    return case


def _said(to: User | None, by: User, seen: User | None) -> Coded:
    if to is None:
        return coded("given_back", by=by.name)
    if to == by:
        return coded("taken_over", by=by.name, of=seen.name) if seen else coded("taken", by=by.name)
    return coded("handed_over", by=by.name, to=to.name)
