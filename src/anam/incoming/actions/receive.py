from django.conf import settings
from django.db import transaction

from anam.incoming.answering import answer_letter
from anam.incoming.bouncing import take_report
from anam.incoming.keeping import why_not_kept
from anam.incoming.letters import too_often
from anam.incoming.outcomes import Outcome, note
from anam.incoming.suspicion import is_proven, too_many, why_forged
from anam.mail.addresses import Reply, read_bounce_address, read_reply_address
from anam.mail.models import IncomingMail
from anam.mail.originals import Original
from anam.mail.reading import Incoming, Unreadable, read
from anam.support.actions.open_from_mail import open_from_mail, open_unreadable


@transaction.atomic
def receive(incoming_id: int) -> None:
    """Read an e-mail that was taken in, and put it where it belongs; done once, however often it is tried (D7).

    An answer goes into its conversation or case, what is for support becomes a case, a bounce marks its letter.
    What a program wrote is neither posted nor answered. What cannot be read is a case: nothing is lost.
    """
    row = IncomingMail.objects.select_for_update().get(pk=incoming_id)
    if row.outcome:
        return
    raw = bytes(row.raw or b"")
    if reported := take_report(raw, recipient=row.recipient):
        note(row, reported, sender=row.envelope_from, subject="")
        return
    reply = read_reply_address(row.recipient)
    try:
        mail = read(raw, answers=Original.of(reply.letter) if reply else None)
    except Unreadable as trouble:
        note(row, unreadable(row, str(trouble)), sender=row.envelope_from, subject="")
        return
    note(row, _routed(mail, row, reply), sender=mail.sender, subject=mail.subject)


def unreadable(row: IncomingMail, trouble: str) -> Outcome:
    """What becomes of a mail that cannot be read: a case, unless nobody may be answered."""
    if _must_not_be_answered(row):
        return Outcome("ignored", trouble)
    if too_many(row.envelope_from, row):
        return Outcome("ignored", "too many from this sender", keep=True)
    case = open_unreadable(row.envelope_from, why=trouble)
    return Outcome("case", trouble, case_id=case.pk, keep=True)


def _routed(mail: Incoming, row: IncomingMail, reply: Reply | None) -> Outcome:
    if mail.automatic or _must_not_be_answered(row):
        return Outcome("ignored", mail.automatic or "it says that it must not be answered")
    if mail.sender and too_many(mail.sender, row):
        if reply and mail.sender == reply.email:
            too_often(reply.letter, said=mail.text)
        return Outcome("ignored", "too many from this sender", keep=True)
    if reply:
        return answer_letter(mail, reply, row_id=row.pk, forged=why_forged(mail))
    if forged := why_forged(mail):
        return Outcome("refused", forged, keep=True)
    if read_bounce_address(row.recipient):
        return Outcome("ignored", "it came where only bounces come, and is none")
    if row.recipient == settings.SUPPORT_EMAIL.lower():
        return _to_support(mail, row)
    return Outcome("refused", "the letter that it answers is no longer there")


def _to_support(mail: Incoming, row: IncomingMail) -> Outcome:
    is_kept = not why_not_kept(row, sender=mail.sender, is_shown=False)
    case, entry, said = open_from_mail(mail, proven=is_proven(mail), is_kept=is_kept)
    return Outcome(
        "answered" if entry else "case", case_id=case.pk, entry_id=entry.pk if entry else None, keep=True,
        is_shown=not (mail.was_cut or mail.files), left_out=said.left_out, quoted=said.quoted,
    )  # fmt: skip


def _must_not_be_answered(row: IncomingMail) -> bool:
    return not row.envelope_from.strip("<> ")
