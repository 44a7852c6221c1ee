"""The Support Center, for everybody: the first page with its search, a category, an article."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html, linebreaks
from django.utils.safestring import mark_safe

from anam.digits import read_number
from anam.helpcenter.addresses import address_of
from anam.helpcenter.forms import VoteForm
from anam.helpcenter.headings import Heading
from anam.helpcenter.indexing import bring_up_to_date
from anam.helpcenter.links import find_articles
from anam.helpcenter.models import AUDIENCES, Article, Vote
from anam.helpcenter.reading import Unreadable
from anam.helpcenter.rendering import Rendered, page_of
from anam.helpcenter.search import MAX_LENGTH, search
from anam.helpcenter.views.voting import voter_of

_MAX_OF_A_CATEGORY = 6
_MAX_OF_AN_AUDIENCE = 6
_PAGE = 60


def of_support(request: HttpRequest) -> bool:
    """Whether the reader works in support, whose own articles are for them alone."""
    return bool(getattr(request.user, "is_support", False))


def articles(request: HttpRequest) -> HttpResponse:
    """What is here, by whom it is for; or what a search found; or one category of it."""
    words = request.GET.get("q", "").replace("\0", "").strip()[:MAX_LENGTH]
    audience = request.GET.get("for", "")
    audience = audience if audience in AUDIENCES else ""
    shown: dict[str, Any] = {"search": words, "audience": audience, "name": AUDIENCES.get(audience, "")}
    if words:
        bring_up_to_date()
        page = _page(request)
        found = search(words, of_support=of_support(request), audience=audience, page=page)
        shown |= {"found": found, "page": page, "next": page + 1 if found.more else 0}
    elif audience and "category" in request.GET:
        shown |= _category(request, audience)
    elif audience:
        listed = Article.objects.for_readers(of_support=of_support(request)).filter_audience(audience)
        listed = listed.first_of_each_category(_MAX_OF_A_CATEGORY)
        shown |= {"articles": list(listed.for_navigation()), "most": _MAX_OF_A_CATEGORY}
    else:
        shown |= {"articles": _leading(request)}
    template = "helpcenter/articles.html"
    return render(request, f"{template}#results" if request.htmx else template, shown)  # type: ignore[attr-defined]


def _leading(request: HttpRequest) -> list[Article]:
    """The first articles for each audience; the reader's own stand first."""
    listed = Article.objects.for_readers(of_support=of_support(request)).first_of_each_audience(_MAX_OF_AN_AUDIENCE)
    mine = "buyers" if getattr(request.user, "buyer", None) else "makers"
    order = sorted(AUDIENCES, key=lambda audience: audience != mine)
    return sorted(listed.for_navigation(), key=lambda article: order.index(article.audience))


def _category(request: HttpRequest, audience: str) -> dict[str, Any]:
    page, category = _page(request), request.GET["category"].replace("\0", "")[:120]
    listed = Article.objects.for_readers(of_support=of_support(request)).of_category(audience, category)
    rows = list(listed.for_navigation()[(page - 1) * _PAGE : page * _PAGE + 1])
    if not rows:
        raise Http404
    return {
        "category": category,
        "in_category": rows[:_PAGE],
        "page": page,
        "next": page + 1 if len(rows) > _PAGE else 0,
    }


def _page(request: HttpRequest) -> int:
    return read_number(request.GET.get("page", ""), digits=3) or 1


def article(request: HttpRequest, slug: str) -> HttpResponse:
    """One article; a retired one says so, and an old address leads to where the article is now."""
    try:
        found = Article.objects.select_related("read_instead").get(slug=slug)
    except Article.DoesNotExist:
        return old_address(request, slug)
    if found.audience == "support" and not of_support(request):
        raise Http404
    if found.retired_at:
        alike = search(found.title, of_support=of_support(request)).hits[:4]
        return render(request, "helpcenter/retired.html", {"article": found, "alike": alike}, status=410)
    return show_article(request, found)


def show_article(request: HttpRequest, found: Article, **more: Any) -> HttpResponse:
    """The page of a published article."""
    page = _page_of(found)
    voter = voter_of(request)
    given = Vote.objects.by_voter(found, voter) if voter else None
    reach = Article.objects.for_readers(of_support=of_support(request))
    shown = {
        "article": found,
        "page": page,
        "contents": _contents(page),
        "beside": reach.beside(found),
        "below": reach.below(found)[:20],
        "questions": {
            "@context": "https://schema.org",
            "@type": "FAQPage",
            "mainEntity": [
                {"@type": "Question", "name": one.asked, "acceptedAnswer": {"@type": "Answer", "text": one.answer}}
                for one in page.questions
            ],
        },
        "vote": given,
        "vote_form": VoteForm(initial={"missing": given.words if given else ""}),
        "thanks": "thanks" in request.GET,
        **more,
    }
    return render(request, "helpcenter/article.html", shown)


def _contents(page: Rendered) -> list[Heading]:
    """The headings to stand beside an article, but for one of few, or one that lists them itself."""
    headings = [one for one in page.headings if one.level == 2 and one.in_toc and f' id="{one.anchor}"' in page.html]
    itself = [one for one in headings if f'href="#{one.anchor}"' in page.html]
    return headings if len(headings) > 2 and len(itself) * 2 < len(headings) else []


def _page_of(found: Article) -> Rendered:
    """Its page; where it can be made no more (a file that it includes has gone wrong), its words as they were."""
    try:
        return page_of(found)
    except Unreadable:
        html = format_html("<h1>{}</h1>{}", found.title, mark_safe(linebreaks(found.text, autoescape=True)))
        return Rendered(html, [], [], [], [], [])


def old_address(request: HttpRequest, old: str) -> HttpResponse:
    """An address that an article had before, here or on the site that it came from."""
    address = address_of(old)
    slug = find_articles({address}).get(address) if address else None
    if slug is None:
        raise Http404
    return redirect("article", slug, permanent=True)
