"""Was this helpful?"""

import secrets
from typing import Any

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from anam.helpcenter.actions.vote import vote
from anam.helpcenter.models import Article
from anam.orders.forms import text

_MOST_AN_HOUR = 60
_KEY = "reader"


def voter_of(request: HttpRequest) -> str:
    """Who answers: a person, or a browser that has answered before; else nobody yet."""
    if request.user.is_authenticated:
        return f"person:{request.user.pk}"
    return str(request.session.get(_KEY, ""))


def helpful(request: HttpRequest, slug: str) -> HttpResponse:
    """Yes or no, and what is missing; a second answer takes the place of the first."""
    article = _votable(request, slug)
    answer = request.POST.get("helpful", "")
    if request.method != "POST" or answer not in ("yes", "no"):
        return redirect(article)
    shown: dict[str, Any] = {"article": article}
    if _too_many(request):
        shown |= {"too_many": True}
    else:
        voter = voter_of(request) or _new_voter(request)
        words = text(request.POST, "missing", most=1000)
        shown |= {"vote": vote(article, voter=voter, helpful=answer == "yes", words=words)}
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "helpcenter/_helpful.html", shown)
    return redirect(f"{article.get_absolute_url()}{'' if 'too_many' in shown else '?thanks'}#helpful")


def _votable(request: HttpRequest, slug: str) -> Article:
    of_support = bool(getattr(request.user, "is_support", False))
    article = Article.objects.for_readers(of_support=of_support).filter(slug=slug).first()
    if article is None:
        raise Http404
    return article


def _new_voter(request: HttpRequest) -> str:
    request.session[_KEY] = f"browser:{secrets.token_urlsafe(16)}"
    return str(request.session[_KEY])


def _too_many(request: HttpRequest) -> bool:
    """Whether this machine has answered more often than people do: everybody behind one address shares the limit."""
    from allauth.account.adapter import get_adapter

    key = f"helpful:{get_adapter().get_client_ip(request)}"
    cache.add(key, 0, timeout=3600)
    return bool(cache.incr(key) > _MOST_AN_HOUR)
