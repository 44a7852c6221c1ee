from django.db import connection, transaction

from anam.cases.actions.add_entry import add_entry
from anam.cases.models import Case
from anam.support.notifications import leads, notify_leads
from anam.words import listed

_LATE = """
UPDATE support_case SET escalated_at = statement_timestamp()
WHERE closed_at IS NULL AND answered_at IS NULL AND escalated_at IS NULL AND answer_by <= statement_timestamp()
RETURNING id
"""


@transaction.atomic
def escalate() -> int:
    """Tell support's lead of every case that nobody has answered in time, once for each case (D6).

    Where nobody leads, all of support are told. The answer is how many cases.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LATE)
        late = [row[0] for row in cursor.fetchall()]
    if not late:
        return 0
    told = leads()
    for case in Case.objects.filter(pk__in=late).select_related("assigned_to").order_by("id"):
        notify_leads(case, to=told)
        said = (
            f"Not answered in time. Told: {listed([person.name for person in told]) or 'nobody, for support is empty'}."
        )
        add_entry(case, "event", said, side="anam")
    return len(late)
