from django.db import transaction

from anam.cases.actions.add_entry import add_entry
from anam.cases.actions.mark_escalated import mark_escalated
from anam.coded import coded
from anam.support.notifications import leads, notify_leads


@transaction.atomic
def escalate() -> int:
    """Tell support's lead of every case that nobody has answered in time, once for each case (D6).

    Where nobody leads, all of support are told. The answer is how many cases.
    """
    late = mark_escalated()
    if not late:
        return 0
    told = leads()
    for case in late:
        notify_leads(case, to=told)
        names = [person.name for person in told]
        said = coded("late", told=names) if names else coded("late_for_nobody")
        add_entry(case, "event", event=said, side="anam")
    return len(late)
