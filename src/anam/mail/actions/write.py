from dataclasses import dataclass, field

from django.conf import settings
from django.template.loader import render_to_string

from anam import jobs
from anam.mail.addresses import can_be_answered
from anam.mail.jobs import send_letter
from anam.mail.models import IMPORTANT, Letter, Unwanted
from anam.mail.unsubscribing import stop_link
from anam.people.models import User


@dataclass(frozen=True)
class Words:
    """What a letter says; its text and its HTML are made from the same words.

    `rows` are a table of two columns, what and how much; `quote` is somebody's own.
    """

    subject: str
    paragraphs: list[str]
    rows: list[tuple[str, str]] = field(default_factory=list)
    quote: str = ""
    quoted: str = ""
    after: list[str] = field(default_factory=list)
    link_words: str = ""
    link: str = ""


@dataclass(frozen=True)
class Outsider:
    """Somebody who is no member: they wrote to support, and are answered."""

    email: str
    name: str = ""

    @property
    def first_name(self) -> str:
        """Only where it is a word: their program wrote it, and it must not speak in our name."""
        first = self.name.split(" ", 1)[0]
        return first if first.isalpha() and len(first) <= 30 else self.email


@dataclass(frozen=True)
class About:
    """What a letter is about, by id: where an answer to it belongs, and where it is shown if it does not arrive.

    `why_not_answer` says, in words, why its reader cannot answer the other side, where that is so (D4).
    """

    conversation_id: int | None = None
    order_id: int | None = None
    case_id: int | None = None
    why_not_answer: str = ""


def write(
    words: Words, *, to: User | Outsider, key: str, kind: str = IMPORTANT, about: About = About()
) -> Letter | None:
    """Write a letter and the job that sends it, in the caller's transaction; None if `key` was written before (D7).

    `kind` is what the reader's preferences call it: None, too, where they do not want such letters. "important"
    letters are always written.
    """
    user = to if isinstance(to, User) else None
    if kind != IMPORTANT and user and Unwanted.objects.filter(user=user, kind=kind).exists():
        return None
    letter = Letter(
        key=key, user=user, kind=kind, to=to.email, subject=" ".join(words.subject.split())[:200],
        conversation_id=about.conversation_id, order_id=about.order_id, case_id=about.case_id,
    )  # fmt: skip
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
