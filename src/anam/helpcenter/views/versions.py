"""The versions of an article: who wrote what, when and why; and the way back to one."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from anam.helpcenter.actions.go_back import go_back
from anam.helpcenter.differences import differences
from anam.helpcenter.models import Article, Version
from anam.helpcenter.views.editor import article_of, shown_as
from anam.partial import without
from anam.refusals import Refusal, Refused
from anam.web.requests import MemberRequest, support_required

_MAX_COUNT = 200


@support_required
def versions(request: MemberRequest, pk: int) -> HttpResponse:
    """All of them, newest first."""
    article = article_of(pk)
    found = without(Version.objects.of_article(article), "source")[:_MAX_COUNT]
    return render(request, "helpcenter/versions.html", {"article": article, "versions": found})


@support_required
def version(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    """One version, beside what the article says now; sent back, its words are the article's again."""
    article = article_of(pk)
    if request.method != "POST":
        return _show(request, article, number)
    seen = request.POST.get("seen", "")
    try:
        go_back(pk, number=number, seen=int(seen) if seen.isdecimal() and len(seen) < 9 else 0, by=request.user)
    except Version.DoesNotExist:
        raise Http404 from None
    except Refused as refused:
        return _show(request, article_of(pk), number, refused=refused.refusal)
    messages.success(request, f"Readers see the words of version {number} again.")
    return redirect("desk-article", pk)


def _show(request: MemberRequest, article: Article, number: int, refused: Refusal | None = None) -> HttpResponse:
    found = Version.objects.of_article(article).filter(number=number).first()
    if found is None:
        raise Http404
    shown = {
        "article": article,
        "version": found,
        "refused": refused,
        "differences": differences(found.source, article.source),
        "shown": shown_as(found.source, article),
    }
    return render(request, "helpcenter/version.html", shown, status=409 if refused else 200)
