"""Was this helpful?"""

import secrets
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from anam.helpcenter.actions.vote import vote
from anam.helpcenter.forms import VoteForm
from anam.helpcenter.models import Article
from anam.web.limits import too_many

_MAX_AN_HOUR = 60
_COOKIE = "reader"
_A_YEAR = 365 * 24 * 3600


def voter_of(request: HttpRequest) -> str:
    """Who answers: a person, or a browser that has answered before; else nobody yet."""
    if request.user.is_authenticated:
        return f"person:{request.user.pk}"
    return request.get_signed_cookie(_COOKIE, default="") or ""


def helpful(request: HttpRequest, slug: str) -> HttpResponse:
    """Yes or no, and what is missing; a second answer takes the place of the first."""
    article = _votable(request, slug)
    answer = request.POST.get("helpful", "")
    if request.method != "POST" or answer not in ("yes", "no"):
        return redirect(article)
    shown: dict[str, Any] = {"article": article}
    voter = voter_of(request) or f"browser:{secrets.token_urlsafe(16)}"
    # Everybody behind one address shares the limit.
    if too_many(request, "helpful", most=_MAX_AN_HOUR):
        shown |= {"too_many": True}
    else:
        form = VoteForm(request.POST)
        given = vote(article, voter=voter, helpful=answer == "yes", words=form.typed["missing"][:1000])
        shown |= {"vote": given, "vote_form": form}
    if request.htmx:  # type: ignore[attr-defined]
        said = render(request, "helpcenter/_helpful.html", shown)
    else:
        said = redirect(f"{article.get_absolute_url()}{'' if 'too_many' in shown else '?thanks'}#helpful")
    return said if "too_many" in shown else _known_again(said, voter)


def _votable(request: HttpRequest, slug: str) -> Article:
    of_support = bool(getattr(request.user, "is_support", False))
    return get_object_or_404(Article.objects.for_readers(of_support=of_support), slug=slug)


def _known_again(said: HttpResponse, voter: str) -> HttpResponse:
    """A browser that has answered keeps a signed cookie, and so costs no row of its own."""
    if voter.startswith("browser:"):
        said.set_signed_cookie(
            _COOKIE, voter, max_age=_A_YEAR, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
        )
    return said
