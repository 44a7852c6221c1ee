"""An answer to an e-mail of ours: into its conversation, to its order's other side, or into its case."""

from anam.cases.models import Case
from anam.coded import Coded, coded
from anam.conversations.actions.answer_as_maker import answer_as_maker
from anam.conversations.actions.post import Posted
from anam.conversations.actions.write_as_buyer import write_as_buyer
from anam.conversations.models import Conversation
from anam.conversations.pictures import CleanPicture
from anam.incoming.left_out import kept_along, notes_of
from anam.incoming.notifications import could_not_post, wrong_sender
from anam.incoming.outcomes import Outcome
from anam.incoming.pictures import sorted_out
from anam.incoming.suspicion import Doubt
from anam.mail.addresses import Reply
from anam.mail.models import Email
from anam.mail.reading import Incoming
from anam.orders.contacting.contact import contact
from anam.orders.contacting.contact_validation import tells_something
from anam.orders.contacting.write_about import write_about
from anam.orders.models import Order
from anam.people.door import ask_role
from anam.people.models import Maker, User
from anam.refusals import Refused, refusal_words
from anam.support.actions.answer_case import answer_case


def answer_email(mail: Incoming, reply: Reply, *, row_id: int, doubt: Doubt | None) -> Outcome:
    """Put an answer where the e-mail it answers says. Only the person whom the e-mail was written to may (D4).

    Their role is asked, as at every door. What cannot be posted is told to that person by an e-mail, in words; never
    to a stranger.
    """
    email, user = reply.original, reply.original.user
    if user and not user.is_active:
        return Outcome("refused", coded("left"), email_id=email.pk)
    if doubt or mail.sender != reply.email:
        wrong_sender(reply, sender=mail.sender, doubt=doubt)
        why = doubt.why if doubt else coded("other_address")
        return Outcome("refused", why, email_id=email.pk)
    try:
        if user:
            ask_role(user, "answer-by-email", "POST")
        outcome = _to_case(mail, email) if email.case else _to_the_other_side(mail, email)
    except Refused as refused:
        could_not_post(email, said=mail.text, why=refused.refusal, key=f"incoming:{row_id}")
        why = coded("refused", refusal=refused.refusal.code, why=refused.refusal.kept)
        return Outcome("refused", why, email_id=email.pk)
    return outcome


def _to_case(mail: Incoming, email: Email) -> Outcome:
    assert email.case
    side = _side_in(email.case, email)
    entry = answer_case(email.case.pk, by=email.user, side=side, words=mail.text, along=kept_along(mail.files))
    return Outcome(
        "answered",
        case_id=email.case.pk,
        entry_id=entry.pk,
        email_id=email.pk,
        keep=True,
        is_shown=not (mail.files or mail.was_cut or mail.unclear),
        left_out=mail.left_out,
        quoted=mail.quoted,
    )


def _side_in(case: Case, email: Email) -> str:
    """For whom the reader of `email` speaks in a case. Raises Refused where they have left its maker or buyer."""
    user = email.user
    if user is None:
        if case.outside_email.lower() != email.to.lower():
            raise _left()
        return "outside"
    if case.opened_by_id == user.pk and case.opened_as == "support":
        return "support"
    if user.maker and user.maker.pk == case.maker_id:
        return "maker"
    if user.buyer and user.buyer.pk == case.buyer_id:
        return "buyer"
    raise _left()


def _to_the_other_side(mail: Incoming, email: Email) -> Outcome:
    row: Order | Conversation | None = email.order or email.conversation
    if row is None or email.user is None:
        return Outcome("refused", coded("about_nothing"), email_id=email.pk)
    pictures, left_out = sorted_out(mail.files)
    notes = notes_of(left_out)
    user, maker, buyer = email.user, email.user.maker, email.user.buyer
    if buyer and buyer.pk == row.buyer_id:
        posted = write_as_buyer(
            mail.text,
            buyer=buyer,
            maker=Maker.objects.get(pk=row.maker_id),
            by=user,
            order=email.order,
            pictures=pictures,
            notes=notes,
        )
    elif maker and maker.pk == row.maker_id:
        posted = _as_maker(mail.text, email, maker=maker, by=user, pictures=pictures, notes=notes)
    else:
        raise _left()
    return Outcome(
        "posted",
        message_id=posted.message_id,
        email_id=email.pk,
        keep=True,
        is_shown=not (mail.was_cut or mail.unclear or left_out),
        left_out=mail.left_out,
        quoted=mail.quoted,
    )


def _as_maker(
    words: str, email: Email, *, maker: Maker, by: User, pictures: list[CleanPicture], notes: list[Coded]
) -> Posted:
    """A greeting of which the rest is missing is posted, but tells the buyer nothing of the order (D3)."""
    if email.order:
        write = contact if tells_something(words) else write_about
        return write(email.order.number, maker=maker, by=by, message=words, pictures=pictures, notes=notes)
    assert email.conversation
    return answer_as_maker(words, conversation=email.conversation, by=by, pictures=pictures, notes=notes)


def _left() -> Refused:
    return Refused.because("not_a_member", refusal_words("not_a_member"))
