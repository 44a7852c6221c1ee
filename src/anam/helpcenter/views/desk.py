"""The desk's list of articles: what must be looked at first?"""

from django.http import HttpResponse
from django.shortcuts import render

from anam.digits import read_number
from anam.helpcenter.claims import contradictions
from anam.helpcenter.indexing import bring_up_to_date
from anam.helpcenter.library import library_now
from anam.helpcenter.models import Article
from anam.helpcenter.queries import ArticleQuerySet
from anam.web.requests import MemberRequest, support_required

PAGE = 50
LABELS = {
    "published": "Published",
    "contradict": "Conflicts with policy",
    "waiting": "Edited in file",
    "retired": "Retired",
}


@support_required
def articles(request: MemberRequest) -> HttpResponse:
    """Every article: its readers' answers, who changed it, whether its numbers are still the policy's."""
    bring_up_to_date()
    search = request.GET.get("q", "").replace("\0", "").strip()[:200]
    asked = request.GET.get("tab", "")
    tab = asked if asked in LABELS else "published"
    wrong = _contradicting()
    tabs = {name: _of_tab(name, list(wrong)) for name in LABELS}
    page = read_number(request.GET.get("page", ""), digits=3) or 1
    listed = Article.objects.titled(search) if search else tabs[tab]
    found = list(listed.for_list().order_by("title", "slug")[(page - 1) * PAGE : page * PAGE + 1])
    shown = {
        "tab": "" if search else tab,
        "tabs": [(name, label, tabs[name].count()) for name, label in LABELS.items()],
        "search": search,
        "rows": [(article, wrong.get(article.pk, [])) for article in found[:PAGE]],
        "page": page,
        "next": page + 1 if len(found) > PAGE else 0,
    }
    return render(request, "helpcenter/desk_articles.html", shown)


def _contradicting() -> dict[int, list[str]]:
    """For each published article whose numbers are not the policy's, in words what is wrong."""
    library = library_now()
    rows = Article.objects.published().claiming().values_list("pk", "claims")
    wrong = {pk: [one.words for one in contradictions(claims, library)] for pk, claims in rows}
    return {pk: words for pk, words in wrong.items() if words}


def _of_tab(tab: str, wrong: list[int]) -> ArticleQuerySet:
    return {
        "published": Article.objects.published(),
        "contradict": Article.objects.published().among(wrong),
        "waiting": Article.objects.waiting(),
        "retired": Article.objects.retired(),
    }[tab]
