"""What is written to somebody whose answer by e-mail could not be posted. Only to whom we wrote before."""

from django.conf import settings
from django.urls import reverse

from anam.clock import database_now
from anam.mail.actions.write import Outsider, Words, write
from anam.mail.models import Letter
from anam.people.models import User
from anam.refusals import Refusal


def could_not_post(letter: Letter, *, said: str, why: Refusal, key: str) -> None:
    """Their answer to `letter` reached us and could not be posted: `why`, with their words, to be used again."""
    path = why.next.url or _page(letter.user)
    words = Words(
        subject="Your e-mail could not be posted",
        paragraphs=[
            f"Your answer to “{letter.subject}” reached us, but nobody else has read it. {why.message}",
        ],
        quoted="You wrote:" if said else "",
        quote=said,
        link_words=why.next.words or f"Go on at {settings.MARKETPLACE_NAME}",
        link=path if path.startswith("http") else f"{settings.SITE_URL}{path}",
    )
    write(words, to=letter.user or Outsider(letter.to), key=key)


def wrong_sender(letter: Letter, *, sender: str) -> None:
    """Somebody else answered `letter`: its reader is told, once a day, for it may be they, from another address."""
    words = Words(
        subject="An answer to your e-mail was not posted",
        paragraphs=[
            f"{sender} answered our e-mail to you, “{letter.subject}”. Only you can answer it, from {letter.to}: so it "
            "was not posted, and nobody has read it.",
            "If it was you, write from that address, or answer on the page. If it was not, somebody has seen the "
            "e-mail that we wrote to you; do not pass such e-mails on.",
        ],
        link_words=f"Go on at {settings.MARKETPLACE_NAME}",
        link=f"{settings.SITE_URL}{_page(letter.user)}",
    )
    day = database_now().date().isoformat()
    write(words, to=letter.user or Outsider(letter.to), key=f"wrong-sender:{letter.pk}:{day}")


def _page(user: User | None) -> str:
    if user and user.maker:
        return reverse("portal-talks")
    return reverse("messages-talks") if user and user.buyer else "/"
