from django.db import transaction

from anam.cases.actions.add_entry import add_entry
from anam.cases.actions.close_case import close_case
from anam.cases.actions.mark_answered import mark_answered
from anam.cases.models import Case
from anam.clock import database_now
from anam.orders.models import OrderReturn
from anam.people.models import User
from anam.refusals import Refused
from anam.support.claiming import claim
from anam.support.escalation import checked_words
from anam.support.notifications import notify_party
from anam.words import visible


@transaction.atomic
def close_with_words(case_id: int, *, by: User, words: str, tell: bool = True) -> Case:
    """Support has answered: the case is closed, and with `tell` whoever asked reads `words`; else they are a note.

    Not for a case of an escalation, a buyer's request or an open return: those end with what becomes of the order.
    Raises Case.DoesNotExist, and Refused where it is closed, a colleague's, or nothing is said (D7).
    """
    words = checked_words(visible(words), who_reads="they stay on record" + (", and whoever asked reads them" * tell))
    case = claim(case_id, by=by)
    decided_above = case.is_escalation or case.kind == Case.Kind.REQUEST
    if decided_above or OrderReturn.objects.still_open().filter(case=case).exists():
        raise Refused.because(
            "case_ends_with_its_order", "This case ends with what becomes of the order: decide above."
        )
    now = database_now()
    if tell and case.opened_as in ("maker", "buyer", "outside"):
        entry = add_entry(case, "letter", words, side="support", by=by, to=case.opened_as, at=now)
        notify_party(case, entry)
        close_case(case, outcome="answered", by=by, at=now)
    else:
        close_case(case, outcome="answered", words=words, by=by, at=now)
    mark_answered(case, at=now)
    return case
