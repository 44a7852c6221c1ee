from django.conf import settings

from anam import jobs
from anam.mail.addresses import can_be_answered
from anam.mail.content import ABOUT_NOTHING, EmailContent, EmailSubject, ExternalRecipient
from anam.mail.models import IMPORTANT, Email
from anam.mail.rendering import rendered
from anam.people.models import User


def queue_email(
    words: EmailContent,
    *,
    to: User | ExternalRecipient,
    key: str,
    kind: str = IMPORTANT,
    about: EmailSubject = ABOUT_NOTHING,
) -> Email | None:
    """Write an e-mail and the job that sends it, in the caller's transaction; None if `key` was written before (D7).

    `kind` is what the reader's preferences call it, who can stop all others of that kind by a link in it; but for
    "important".
    """
    user = to if isinstance(to, User) else None
    email = Email(
        key=key,
        user=user,
        kind=kind,
        to=to.email,
        subject=" ".join(words.subject.split())[:200],
        conversation_id=about.conversation_id,
        order_id=about.order_id,
        case_id=about.case_id,
    )
    answer = {} if words.no_reply_reason else _where_answers_go(email)
    text, html = rendered(words, name=to.first_name, email=email, answer=answer)
    email, new = Email.objects.get_or_create(
        key=key,
        defaults={
            "user": user,
            "kind": kind,
            "conversation_id": email.conversation_id,
            "order_id": email.order_id,
            "case_id": email.case_id,
            "to": email.to,
            "subject": email.subject,
            "text": text,
            "html": html,
            "shows_address": words.shows_address,
        },
    )
    if not new:
        return None
    jobs.defer(jobs.to_do("mail.send_email", email_id=email.pk))
    return email


def _where_answers_go(email: Email) -> dict[str, str]:
    """Who reads an answer to this e-mail; or, where no mail comes in, where an answer is given instead."""
    if not can_be_answered(email):
        return {}
    if email.case_id:
        if not settings.REPLY_DOMAIN:
            return {}  # it is from support's own address, and an answer goes there
        reader = f"{settings.MARKETPLACE_NAME} support"
    else:
        conversation = email.conversation or email.order
        is_maker = bool(email.user and email.user.maker)
        reader = getattr(conversation, "buyer" if is_maker else "maker").name
    return {"reader": reader, "by_mail": "yes" if settings.REPLY_DOMAIN else ""}
