from datetime import datetime

from django.db import transaction

from anam.cases.actions.add_entry import add_entry
from anam.cases.actions.find_duplicate import find_duplicate
from anam.cases.actions.reopen_case import reopen_case
from anam.cases.models import Case, CaseEntry
from anam.clock import database_now
from anam.coded import Coded, coded
from anam.people.models import User
from anam.refusals import Refused, refusal_words
from anam.support.notifications import notify_agent
from anam.words import visible

MAX_ANSWER_LENGTH = 10_000


@transaction.atomic
def answer_case(
    case_id: int, *, by: User | None, side: str, words: str, along: Coded | None = None, at: datetime | None = None
) -> CaseEntry:
    """Whoever asked, or was asked, answers support: on the case's page or by e-mail.

    A closed case opens again for it, but for an ended escalation: the order's own page goes on from there, and
    support still reads the answer. Whose case it is gets an e-mail. A double click is one answer (D7).
    `along` is what came with it, by a code of EVENTS.

    Raises Case.DoesNotExist and Refused.
    """
    words = visible(words).strip()[:MAX_ANSWER_LENGTH]
    if not (words or along):
        raise Refused.because("message_empty", refusal_words("message_empty"))
    case = Case.objects.select_for_update(no_key=True).get(pk=case_id)
    if by and (twice := find_duplicate(case, "answer", words, by=by, event=along)):
        return twice
    now = at or database_now()
    entry = add_entry(case, "answer", words, event=along, side=side, by=by, at=now)
    if not case.is_open and not case.is_escalation and not case.request_id:
        reopen_case(case, at=now)
        add_entry(case, "event", event=coded("opened_again"), side="anam", at=now)
    notify_agent(case, entry, who=by.name if by else case.outside_email)
    return entry
