from django.db import transaction

from anam.cases.actions.add_entry import add_entry
from anam.cases.actions.find_duplicate import find_duplicate
from anam.cases.actions.mark_answered import mark_answered
from anam.cases.models import Case, CaseEntry
from anam.clock import database_now
from anam.people.models import User
from anam.refusals import Refused
from anam.support.claiming import claim
from anam.support.escalation import checked_words
from anam.support.notifications import members_of, notify_party
from anam.words import visible


@transaction.atomic
def write_to(case_id: int, *, to: str, by: User, words: str) -> CaseEntry:
    """Support writes to the maker, to the buyer or to the outside sender of a case, by e-mail; answers come back to it.

    A double click is one e-mail (D7).
    Raises Case.DoesNotExist, and Refused: nobody is there to be written to, the case is closed or a colleague's.
    """
    words = checked_words(visible(words), who_reads="they read it")
    case = claim(case_id, by=by)
    if not may_be_written_to(case, to):
        raise Refused.because("nobody_to_write_to", "Nobody there has an email address. Telephone them instead.")
    if twice := find_duplicate(case, "letter", words, by=by, to=to):
        return twice
    now = database_now()
    entry = add_entry(case, "letter", words, side="support", by=by, to=to, at=now)
    notify_party(case, entry)
    mark_answered(case, at=now)
    return entry


def may_be_written_to(case: Case, to: str) -> bool:
    """Whether an e-mail to "maker", "buyer" or "outside" would go to anybody."""
    if to == "outside":
        return bool(case.outside_email)
    return to in ("maker", "buyer") and members_of(case, to).exists()
