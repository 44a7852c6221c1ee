"""The versions of an article: who wrote what, when and why; and the way back to one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from anam.digits import read_number
from anam.helpcenter.actions.go_back import go_back
from anam.helpcenter.differences import differences
from anam.helpcenter.models import Article, Version
from anam.helpcenter.views.editor import article_of, shown_as
from anam.partial import without
from anam.refusals import Refusal
from anam.web.handling import handles
from anam.web.requests import MemberRequest, support_required

_MAX_COUNT = 200


@support_required
def versions(request: MemberRequest, pk: int) -> HttpResponse:
    """All of them, newest first."""
    article = article_of(pk)
    found = without(Version.objects.of_article(article), "source")[:_MAX_COUNT]
    return render(request, "helpcenter/versions.html", {"article": article, "versions": found})


def _show(
    request: MemberRequest, pk: int, number: int, *, refused: Refusal | None = None, status: int = 200
) -> HttpResponse:
    article = article_of(pk)
    found = get_object_or_404(Version.objects.of_article(article), number=number)
    shown = {
        "article": article,
        "version": found,
        "refused": refused,
        "differences": differences(found.source, article.source),
        "shown": shown_as(found.source, article),
    }
    return render(request, "helpcenter/version.html", shown, status=status)


@support_required
@handles(refused=_show, not_found=(Article.DoesNotExist, Version.DoesNotExist))
def version(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    """One version, beside what the article says now; sent back, its words are the article's again."""
    if request.method != "POST":
        return _show(request, pk, number)
    seen = read_number(request.POST.get("seen", ""), digits=8) or 0
    go_back(pk, number=number, seen=seen, by=request.user)
    messages.success(request, f"Readers see the words of version {number} again.")
    return redirect("desk-article", pk)
