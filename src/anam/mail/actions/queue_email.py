from django.conf import settings
from django.template.loader import render_to_string

from anam import jobs
from anam.mail.addresses import can_be_answered
from anam.mail.content import ABOUT_NOTHING, About, Outsider, Words
from anam.mail.jobs import send_letter
from anam.mail.models import IMPORTANT, Letter
from anam.mail.unsubscribing import stop_link
from anam.people.models import User


def queue_email(
    words: Words, *, to: User | Outsider, key: str, kind: str = IMPORTANT, about: About = ABOUT_NOTHING
) -> Letter | None:
    """Write a letter and the job that sends it, in the caller's transaction; None if `key` was written before (D7).

    `kind` is what the reader's preferences call it, who can stop all others of that kind by a link in it; but for
    "important".
    """
    user = to if isinstance(to, User) else None
    letter = Letter(
        key=key,
        user=user,
        kind=kind,
        to=to.email,
        subject=" ".join(words.subject.split())[:200],
        conversation_id=about.conversation_id,
        order_id=about.order_id,
        case_id=about.case_id,
    )
    context = {
        "words": words,
        "name": to.first_name,
        "marketplace": settings.MARKETPLACE_NAME,
        "support": settings.SUPPORT_EMAIL,
        "url": settings.SITE_URL,
        "answer": {} if about.why_not_answer else _where_answers_go(letter),
        "why_not_answer": about.why_not_answer,
        "stop": stop_link(letter),
    }
    letter, new = Letter.objects.get_or_create(
        key=key,
        defaults={
            "user": user,
            "kind": kind,
            "conversation_id": letter.conversation_id,
            "order_id": letter.order_id,
            "case_id": letter.case_id,
            "to": letter.to,
            "subject": letter.subject,
            "text": render_to_string("mail/letter.txt", context),
            "html": render_to_string("mail/letter.html", context),
        },
    )
    if not new:
        return None
    jobs.defer(jobs.to_do(send_letter, letter_id=letter.pk))
    return letter


def _where_answers_go(letter: Letter) -> dict[str, str]:
    """Who reads an answer to this letter; or, where no mail comes in, where an answer is given instead."""
    if not can_be_answered(letter):
        return {}
    if letter.case_id:
        if not settings.REPLY_DOMAIN:
            return {}  # it is from support's own address, and an answer goes there
        reader = f"{settings.MARKETPLACE_NAME} support"
    else:
        talk = letter.conversation or letter.order
        is_maker = bool(letter.user and letter.user.maker)
        reader = getattr(talk, "buyer" if is_maker else "maker").name
    return {"reader": reader, "by_mail": "yes" if settings.REPLY_DOMAIN else ""}
