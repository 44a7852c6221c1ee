from dataclasses import dataclass, field

from django.conf import settings
from django.template.loader import render_to_string

from anam import jobs
from anam.mail.jobs import send_letter
from anam.mail.models import Letter
from anam.people.models import User


@dataclass(frozen=True)
class Words:
    """What a letter says; its text and its HTML are made from the same words. `quote` is somebody's own."""

    subject: str
    paragraphs: list[str]
    quote: str = ""
    quoted: str = ""
    after: list[str] = field(default_factory=list)
    link_words: str = ""
    link: str = ""


def write(words: Words, *, to: User, key: str) -> Letter | None:
    """Write a letter and the job that sends it, in the caller's transaction; None if `key` was written before (D7)."""
    context = {
        "words": words,
        "name": to.first_name,
        "marketplace": settings.MARKETPLACE_NAME,
        "support": settings.SUPPORT_EMAIL,
        "url": settings.SITE_URL,
    }
    letter, new = Letter.objects.get_or_create(
        key=key,
        defaults={
            "user": to,
            "to": to.email,
            "subject": " ".join(words.subject.split())[:200],
            "text": render_to_string("mail/letter.txt", context),
            "html": render_to_string("mail/letter.html", context),
        },
    )
    if not new:
        return None
    jobs.defer(jobs.to_do(send_letter, letter_id=letter.pk))
    return letter
