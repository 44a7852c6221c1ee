import re

from django.db import transaction
from django.db.models import Q

from anam.cases.actions.add_entry import add_entry
from anam.cases.actions.open_case import open_case
from anam.cases.models import Case, CaseEntry
from anam.coded import Coded, coded
from anam.mail.content import ExternalRecipient
from anam.mail.models import Email
from anam.mail.reading import Incoming
from anam.orders.models import Order
from anam.people.models import User
from anam.policy.models import current_policy
from anam.support.actions.answer_case import answer_case
from anam.support.notifications import notify_sender

_THREAD = re.compile(r"(case|letter)-(\d{1,18})@")
_CASE_IN_SUBJECT = re.compile(r"\bcase #?(\d{1,18})\b", re.IGNORECASE)


@transaction.atomic
def open_from_mail(mail: Incoming, *, proven: bool, is_kept: bool) -> tuple[Case, CaseEntry | None, Incoming]:
    """An e-mail to support becomes a case, or an answer in the case it belongs to.

    The answer is the case, the entry where it was not opened by this, and the mail as it was taken: whoever opens a
    case says all that stands in their mail, for what they forward is no quotation. `is_kept`: files are, with the mail.

    It belongs to the case of the e-mail it answers, or whose number stands in its subject, if its sender has a part
    in that case. Whoever opens a case is told its number, once. Where it is not `proven` that a member wrote it,
    support reads so: what support answers goes to that member, whoever wrote.
    """
    by = User.objects.filter(email__iexact=mail.sender, is_active=True).first()
    for case in _cases_named_in(mail):
        if side := _part_in(case, mail.sender, by):
            along = what_came_along(mail, is_kept=is_kept)
            entry = answer_case(case.pk, by=by, side=side, words=mail.text, along=along)
            _say_whether_proven(case, by, proven=proven)
            return case, entry, mail
    mail = mail.uncut()
    side = "outside" if by is None else _side_of(by)
    maker, buyer = (by.maker, by.buyer) if by else (None, None)
    order = _order_named_in(mail, by)
    case, _ = open_case(
        Case.Kind.MAIL,
        subject=mail.subject,
        about=coded("mail", sender=mail.sender, along=what_came_along(mail, is_kept=is_kept)),
        message=mail.text,
        opened_as=side,
        by=by,
        answer_within=current_policy().support_answer_time,
        outside_email="" if by else mail.sender,
        order=order,
        maker=order.maker if order else maker,
        buyer=order.buyer if order else buyer,
    )
    _say_whether_proven(case, by, proven=proven)
    notify_sender(case, by or ExternalRecipient(mail.sender, mail.sender_name))
    return case, None, mail


def _say_whether_proven(case: Case, by: User | None, *, proven: bool) -> None:
    """Anybody can write a From line; an agent who acts on it must know that."""
    if by is None or proven:
        return
    add_entry(case, "note", event=coded("not_proven", name=by.name, email=by.email), side="anam")


def open_unreadable(sender: str, *, why: Coded, is_kept: bool) -> Case:
    """An e-mail that cannot be read becomes a case: somebody looks at it, and asks its sender to write again."""
    address = sender if re.fullmatch(r"[^@\s]+@[^@\s]+", sender) and len(sender) <= 254 else ""
    case, _ = open_case(
        Case.Kind.MAIL,
        about=coded(
            "mail_unreadable" if sender else "mail_unreadable_of_nobody",
            sender=sender,
            why=why,
            keeping=said_of_keeping(is_kept),
        ),
        opened_as="anam",
        answer_within=current_policy().support_answer_time,
        outside_email=address,
    )
    return case


def said_of_keeping(is_kept: bool) -> Coded:
    """What a case says of the e-mail itself; why one is not kept stands below it."""
    return coded("kept" if is_kept else "not_kept")


def what_came_along(mail: Incoming, *, is_kept: bool) -> Coded:
    """What a case says below the words of `mail`: the names of what was sent along, or that it has no words."""
    if mail.files:
        return coded("along_kept" if is_kept else "along_not_kept", names=[file.name for file in mail.files[:5]])
    if mail.text:
        return {}
    return coded("only_a_subject", subject=mail.subject) if mail.subject else coded("only_no_subject")


def _cases_named_in(mail: Incoming) -> list[Case]:
    """The cases that the mail's thread or its subject names, the surest first."""
    found = [(kind, int(number)) for one in mail.references for kind, number in _THREAD.findall(one)]
    emails = [number for kind, number in found if kind == "letter"]
    of_emails = Email.objects.filter(pk__in=emails, to__iexact=mail.sender, case__isnull=False)
    numbers = [number for kind, number in found if kind == "case"]
    numbers += [int(number) for number in _CASE_IN_SUBJECT.findall(mail.subject)]
    by_number = {
        case.pk: case for case in Case.objects.filter(pk__in=[*of_emails.values_list("case", flat=True), *numbers])
    }
    return list(by_number.values())


def _part_in(case: Case, sender: str, by: User | None) -> str:
    """For whom the sender speaks in `case`; empty where they have no part in it."""
    if by is None:
        return "outside" if case.outside_email.lower() == sender else ""
    if by.is_support:
        return ""
    asked = case.opened_by_id == by.pk or Email.objects.filter(case=case, user=by).exists()
    if not asked:
        return ""
    if by.maker and by.maker.pk == case.maker_id:
        return "maker"
    return "buyer" if by.buyer and by.buyer.pk == case.buyer_id else ""


def _side_of(user: User) -> str:
    if user.is_support:
        return "support"
    return "maker" if user.maker else "buyer" if user.buyer else "outside"


def _order_named_in(mail: Incoming, by: User | None) -> Order | None:
    """The order whose number stands in the subject, if it is one of the sender's."""
    numbers = re.findall(r"\b[A-Za-z]{1,8}-\d{1,12}\b", mail.subject)[:5]
    if not (numbers and by):
        return None
    theirs = Q(pk=None)
    if by.maker:
        theirs = Q(maker=by.maker)
    elif by.buyer:
        theirs = Q(buyer=by.buyer)
    wanted = [number.upper() for number in numbers]
    return Order.objects.filter(theirs, number__in=wanted).select_related("maker", "buyer").first()
