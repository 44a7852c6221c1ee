"""Where an e-mail belongs that was taken in."""

from anam.coded import Coded, coded
from anam.incoming.answering import answer_email
from anam.incoming.keeping import not_kept_reason
from anam.incoming.notifications import too_often
from anam.incoming.outcomes import Outcome, note
from anam.incoming.suspicion import doubt_about, is_proven, too_many
from anam.mail.addresses import Reply, read_bounce_address, read_reply_address
from anam.mail.models import IncomingMail
from anam.mail.originals import Original
from anam.mail.reading import Incoming, Unreadable, read
from anam.support.actions.open_doubtful import open_doubtful
from anam.support.actions.open_from_mail import open_from_mail, open_unreadable


def place(row: IncomingMail, raw: bytes, *, by_hand: bool = False) -> Outcome:
    """Put the e-mail `raw` of `row` where it belongs, and note what became of it.

    `by_hand`: somebody of support says that a person wrote it, so it is not set aside.
    """
    reply = read_reply_address(row.recipient)
    try:
        mail = read(raw, answers=Original.of(reply.original) if reply else None)
    except Unreadable as trouble:
        unread = unreadable(row, trouble.why, by_hand=by_hand)
        note(row, unread, sender=row.envelope_from, subject=row.subject)
        return unread
    aside = None if by_hand else _why_set_aside(mail, row, reply)
    outcome = aside or _placed(mail, row, reply)
    note(row, outcome, sender=mail.sender or row.envelope_from, subject=mail.subject)
    return outcome


def unreadable(row: IncomingMail, trouble: Coded, *, by_hand: bool = False) -> Outcome:
    """What becomes of a mail that cannot be read: a case, unless nobody may be answered."""
    if not by_hand and _must_not_be_answered(row):
        return _set_aside(coded("unreadable_and_unanswerable", why=trouble))
    if not by_hand and too_many(row.envelope_from, row):
        return _set_aside(coded("too_many"))
    case = open_unreadable(row.envelope_from, why=trouble, is_kept=_is_kept(row, row.envelope_from))
    return Outcome("case", trouble, case_id=case.pk, keep=True)


def _why_set_aside(mail: Incoming, row: IncomingMail, reply: Reply | None) -> Outcome | None:
    """What a program seems to have written, kept to be looked at; None where a person seems to have."""
    if mail.automatic or _must_not_be_answered(row):
        return _set_aside(mail.automatic or coded("must_not_be_answered"))
    if too_many(mail.sender or row.envelope_from, row):
        if reply and mail.sender == reply.email:
            too_often(reply.original, said=mail.text)
        return _set_aside(coded("too_many"))
    if read_bounce_address(row.recipient):
        return _set_aside(coded("no_bounce"))
    return None


def _placed(mail: Incoming, row: IncomingMail, reply: Reply | None) -> Outcome:
    """What answers an e-mail, to where that belongs; all else is support's, also where the e-mail is gone."""
    doubt = doubt_about(mail)
    if reply:
        return answer_email(mail, reply, row_id=row.pk, doubt=doubt)
    if doubt:
        address = mail.sender or row.envelope_from
        case = open_doubtful(mail, why=doubt.why, address=address, is_kept=_is_kept(row, address))
        return Outcome("case", doubt.why, case_id=case.pk, keep=True)
    case, entry, said = open_from_mail(mail, proven=is_proven(mail), is_kept=_is_kept(row, mail.sender))
    return Outcome(
        "answered" if entry else "case",
        case_id=case.pk,
        entry_id=entry.pk if entry else None,
        keep=True,
        is_shown=not (mail.was_cut or mail.unclear or mail.files),
        left_out=said.left_out,
        quoted=said.quoted,
    )


def _is_kept(row: IncomingMail, sender: str) -> bool:
    """Whether the mail will be kept as it came, where not all of it is shown."""
    return not not_kept_reason(row, sender=sender, is_shown=False)


def _set_aside(why: Coded) -> Outcome:
    return Outcome("ignored", why, keep=True)


def _must_not_be_answered(row: IncomingMail) -> bool:
    return not row.envelope_from.strip("<> ")
