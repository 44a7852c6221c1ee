"""What an e-mail says as its two parts, text and HTML, made from the same words.

Mail programs take styles from the elements alone: they stand in one style sheet, and css-inline moves them there. What
only a style sheet can say, in the dark and on a phone, stays in it.
"""

from collections.abc import Mapping

from css_inline import CSSInliner
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from anam.mail.address_block import MARK
from anam.mail.content import EmailContent
from anam.mail.models import Email
from anam.mail.unsubscribing import stop_link
from anam.marketplace.colours import palette
from anam.marketplace.current import marketplace
from anam.people.models import Maker, User
from anam.web.templatetags.anam import glaze

MAX_PREHEADER = 90
_INLINER = CSSInliner(keep_style_tags=False, keep_at_rules=True, load_remote_stylesheets=False)


def rendered(
    words: EmailContent, *, name: str, email: Email, maker: Maker | None, answer: Mapping[str, str]
) -> tuple[str, str]:
    """The text and the HTML of `email` to `name`, which concerns `maker`.

    `answer`: who reads an answer to it, and whether by mail.
    """
    context = {
        "words": words,
        "address": MARK if words.shows_address else "",
        "preheader": preheader_of(words),
        "name": name,
        "marketplace": marketplace().name,
        "support": marketplace().support_email,
        "palette": palette(marketplace().accent) if marketplace().accent else None,
        "answer": answer,
        "glaze": _glaze(email.user, maker),
        "why": words.reason or _why(email.user),
        "stop": stop_link(email),
        "preferences": f"{settings.SITE_URL}{reverse('preferences')}" if email.user else "",
    }
    text = render_to_string("mail/email.txt", context)
    return text, _INLINER.inline(render_to_string("mail/email.html", context))


def preheader_of(words: EmailContent) -> str:
    """What a list of mails shows beside the subject: the first thing that is said, whole words of it."""
    first = " ".join((words.paragraphs or [words.subject])[0].split())
    if len(first) <= MAX_PREHEADER:
        return first
    return f"{first[: MAX_PREHEADER - 1].rsplit(' ', 1)[0]}…"


def _glaze(user: User | None, maker: Maker | None) -> str:
    """The colour of the maker whom it concerns; to support, and where there is none, the marketplace's own."""
    if user and user.is_support:
        return ""
    maker = (user.maker if user else None) or maker
    return glaze(maker.slug) if maker else ""


def _why(user: User | None) -> str:
    """Why they get it."""
    here = marketplace().name
    if user is None:
        return f"You get this because you wrote to {here} support."
    if user.is_support:
        return f"You get this because you work in support at {here}."
    party = user.maker or user.buyer
    return f"You get this because you act for {party.name} at {here}." if party else f"Your account is at {here}."
