from django.db import transaction

from anam.cases.actions.add_entry import add_entry
from anam.cases.actions.mark_escalated import mark_escalated
from anam.support.notifications import leads, notify_leads
from anam.words import listed


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
        said = (
            f"Not answered in time. Told: {listed([person.name for person in told]) or 'nobody, for support is empty'}."
        )
        add_entry(case, "event", said, side="anam")
    return len(late)
