"""What somebody is told whose answer by e-mail could not be posted. Only those to whom we wrote before."""

from functools import partial

from django.conf import settings
from django.urls import reverse

from anam.clock import database_now
from anam.incoming.suspicion import Doubt
from anam.mail.addresses import Reply
from anam.mail.content import EmailContent, ExternalRecipient
from anam.mail.models import Email
from anam.marketplace.current import marketplace
from anam.notifications.engine import Telling, notify
from anam.notifications.registry import Notification, register
from anam.refusals import Refusal

NOT_POSTED = register(Notification("answer_not_posted", "whoever answered by email"))
WRONG_SENDER = register(Notification("answer_of_another", "the person we had written to"))
TOO_OFTEN = register(Notification("answers_too_often", "whoever answered by email"))


def could_not_post(email: Email, *, said: str, why: Refusal, key: str) -> None:
    """Their answer to `email` reached us and could not be posted: `why`, with their words, to be used again."""
    content = partial(_not_posted, email, said, why)
    notify(Telling(NOT_POSTED, content, to=email.user or ExternalRecipient(email.to), key=key))


def _not_posted(email: Email, said: str, why: Refusal) -> EmailContent:
    path = why.next.url or page_of_email(email)
    return EmailContent(
        subject="Your email could not be posted",
        paragraphs=[
            f"Your answer to “{email.subject}” reached us, but nobody else has read it. {why.message_now}",
        ],
        quoted="You wrote:" if said else "",
        quote=said,
        link_words=why.next.words or f"Go on at {marketplace().name}",
        link=path if path.startswith("http") else f"{settings.SITE_URL}{path}",
    )


def wrong_sender(reply: Reply, *, sender: str, doubt: Doubt | None) -> None:
    """Somebody else answered an e-mail, or nobody can say who: its reader is told, once a day, for it may be they."""
    email = reply.original
    content = partial(_wrong_sender, reply, sender, doubt)
    key = f"wrong-sender:{email.pk}:{_day()}"
    notify(Telling(WRONG_SENDER, content, to=email.user or ExternalRecipient(email.to), key=key))


def _wrong_sender(reply: Reply, sender: str, doubt: Doubt | None) -> EmailContent:
    email = reply.original
    denied = doubt is not None and doubt.is_denied
    from_whom = f"An email in your name, {sender}," if denied else sender or "Somebody"
    if denied:
        why = "Your own mail server says that it did not send it"
    elif doubt:
        why = "We cannot tell who wrote it, for its From line names nobody, or several"
    else:
        why = f"Only you can answer it, from {reply.email}"
    return EmailContent(
        subject="An answer to your email was not posted",
        paragraphs=[
            f"{from_whom} answered our email to you, “{email.subject}”. {why}: so it was not posted, and nobody has "
            "read it.",
            "If it was you, answer on the page"
            + (". " if denied else f", or write from {reply.email}. ")
            + "If it was not, somebody has seen the email that we wrote to you; do not pass such emails on.",
        ],
        link_words=f"Go on at {marketplace().name}",
        link=f"{settings.SITE_URL}{page_of_email(email)}",
    )


def too_often(email: Email, *, said: str) -> None:
    """Their answers come faster than a person writes: no more of them are posted for a while. Told once a day."""
    reader = email.user.pk if email.user else email.to
    content = partial(_too_often, email, said)
    key = f"too-often:{reader}:{_day()}"
    notify(Telling(TOO_OFTEN, content, to=email.user or ExternalRecipient(email.to), key=key))


def _too_often(email: Email, said: str) -> EmailContent:
    return EmailContent(
        subject="Your emails come too fast to be posted",
        paragraphs=[
            f"Your answer to “{email.subject}” reached us, but it was not posted: more emails have come from you "
            "today than a person writes, and we cannot tell whether a program sends them.",
            "On the page you can write as often as you like. Answers by email are posted again in an hour or so.",
        ],
        quoted="You wrote:" if said else "",
        quote=said,
        link_words=f"Go on at {marketplace().name}",
        link=f"{settings.SITE_URL}{page_of_email(email)}",
    )


def _day() -> str:
    return database_now().date().isoformat()


def page_of_email(email: Email) -> str:
    """Where its reader can answer `email` instead."""
    user = email.user
    if email.order and user and user.maker:
        return f"{reverse('portal-contact', args=[email.order.number])}?plain"
    if email.order and user and user.buyer:
        return f"{reverse('buyer-order', args=[email.order.number])}#write"
    if user and user.maker:
        return reverse("portal-conversations")
    return reverse("messages-conversations") if user and user.buyer else "/"
