import re

from django.db import transaction

from anam.cases.actions.add_entry import add_entry
from anam.cases.actions.open_case import open_case
from anam.cases.models import Case
from anam.mail.reading import Incoming
from anam.policy.models import current_policy
from anam.support.actions.open_from_mail import said_of_keeping, words_of


@transaction.atomic
def open_doubtful(mail: Incoming, *, why: str, address: str, is_kept: bool) -> Case:
    """An e-mail to support of which nobody can say who wrote it: a case that says so, and `why`.

    It counts for no member, joins no other case, and nobody is written to by itself: `address` may be somebody
    else's. An answer of support's goes there.
    """
    known = address if re.fullmatch(r"[^@\s]+@[^@\s]+", address) and len(address) <= 254 else ""
    case, _ = open_case(
        Case.Kind.MAIL,
        subject=mail.subject or "An email whose sender is not certain",
        message=words_of(mail.uncut(), is_kept=is_kept),
        opened_as="outside" if known else "anam",
        answer_within=current_policy().support_answer_time,
        outside_email=known,
    )
    whereto = f" Your answer goes to {known}, whoever wrote." if known else " It gives no address to answer to."
    note = f"It is not certain who wrote this: {why}. {said_of_keeping(is_kept)}{whereto}"
    add_entry(case, "note", note, side="anam")
    return case
