from django.db import connection, transaction

from anam.cases.actions.add_entry import add_entry
from anam.cases.models import Case
from anam.mail.content import Words
from anam.people.models import User
from anam.support.notifications import page_for_support, tell_agents
from anam.words import day_and_clock, listed

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
    support = User.objects.filter(is_support=True, is_active=True)
    told = list(support.filter(leads_support=True)) or list(support)
    for case in Case.objects.filter(pk__in=late).select_related("assigned_to").order_by("id"):
        has = f"{case.assigned_to.name} has it." if case.assigned_to else "Nobody has taken it."
        words = Words(
            subject=f"Case {case.pk} was not answered in time: {case.subject}",
            paragraphs=[
                f"It was opened on {day_and_clock(case.opened_at, zone='UTC')} UTC and should have been answered by "
                f"{day_and_clock(case.answer_by, zone='UTC')} UTC. {has}"
            ],
            quoted="What was asked:" if case.message or case.explanation else "",
            quote=case.message or case.explanation,
            link_words="See the case",
            link=page_for_support(case),
        )
        tell_agents(told, words, case, key=f"case:{case.pk}:late")
        said = (
            f"Not answered in time. Told: {listed([person.name for person in told]) or 'nobody, for support is empty'}."
        )
        add_entry(case, "event", said, side="anam")
    return len(late)
