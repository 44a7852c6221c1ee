import re

from django.db import transaction

from anam.cases.actions.add_entry import add_entry
from anam.cases.actions.open_case import open_case
from anam.cases.models import Case
from anam.coded import Coded, coded
from anam.mail.reading import Incoming
from anam.policy.models import current_policy
from anam.support.actions.open_from_mail import said_of_keeping, what_came_along


@transaction.atomic
def open_doubtful(mail: Incoming, *, why: Coded, address: str, is_kept: bool) -> Case:
    """An e-mail to support of which nobody can say who wrote it: a case that says so, and `why`.

    It counts for no member, joins no other case, and nobody is written to by itself: `address` may be somebody
    else's. An answer of support's goes there.
    """
    mail = mail.uncut()
    known = address if re.fullmatch(r"[^@\s]+@[^@\s]+", address) and len(address) <= 254 else ""
    case, _ = open_case(
        Case.Kind.MAIL,
        subject=mail.subject,
        about=coded("mail_doubtful", along=what_came_along(mail, is_kept=is_kept)),
        message=mail.text,
        opened_as="outside" if known else "anam",
        answer_within=current_policy().support_answer_time,
        outside_email=known,
    )
    code = "not_certain" if known else "not_certain_no_address"
    note = coded(code, why=why, keeping=said_of_keeping(is_kept), address=known)
    add_entry(case, "note", event=note, side="anam")
    return case
