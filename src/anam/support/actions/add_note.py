from django.db import transaction

from anam.cases.actions.add_entry import add_entry
from anam.cases.actions.find_duplicate import find_duplicate
from anam.cases.models import Case, CaseEntry
from anam.people.models import User
from anam.refusals import Refused
from anam.words import visible

MAX_NOTE_LENGTH = 5000


@transaction.atomic
def add_note(case_id: int, *, by: User, words: str) -> CaseEntry:
    """A note that only support sees; any agent may add one, to a closed case too. A double click is one (D7).

    Raises Refused where it is empty.
    """
    words = visible(words).strip()
    if not words:
        raise Refused.because("words_needed", "Write a few words first.")
    if len(words) > MAX_NOTE_LENGTH:
        raise Refused.because("words_needed", f"This is too long: {len(words):,} characters of at most 5,000.")
    case = Case.objects.get(pk=case_id)
    return find_duplicate(case, "note", words, by=by) or add_entry(case, "note", words, side="support", by=by)
