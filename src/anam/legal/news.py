"""What somebody is asked to accept: found when they sign in, carried in their session. No page asks the database."""

from typing import Any

from django.http import HttpRequest

from anam.legal.models import LegalText
from anam.people.models import User

_KEY = "legal_news"


def look_for_news(request: HttpRequest, user: User) -> None:
    """Have the pages of this session ask `user`, of a maker or a buyer, for what is in force and not accepted by them.

    It is a quiet line above the page. Whoever passes it over can do all that they could before: a decline does not wait
    for somebody to read terms (D2).
    """
    asked = user.maker or user.buyer
    news = [_told(text) for text in LegalText.objects.new_to(user)] if asked else []
    if news:
        request.session[_KEY] = news
    else:
        request.session.pop(_KEY, None)


def _told(text: LegalText) -> dict[str, Any]:
    name = text.get_kind_display().lower()
    return {
        "id": text.pk,
        "name": name,
        "version": text.version,
        "change": text.change,
        "url": text.get_absolute_url(),
    }


def news_of(request: HttpRequest) -> list[dict[str, Any]]:
    """What the session of whoever is signed in asks them to accept."""
    user = getattr(request, "user", None)
    found: list[dict[str, Any]] = request.session.get(_KEY, []) if user and user.is_authenticated else []
    return found
