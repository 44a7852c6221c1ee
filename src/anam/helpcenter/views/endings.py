"""An article is retired, brought back, or settled with its file."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from anam.helpcenter.actions.bring_back import bring_back
from anam.helpcenter.actions.retire import retire
from anam.helpcenter.actions.settle_waiting import settle_waiting
from anam.helpcenter.forms import RetireForm
from anam.helpcenter.views.editor import article_of, show_editor
from anam.web.handling import handles
from anam.web.requests import MemberRequest, support_required


@support_required
def retire_article(request: MemberRequest, pk: int) -> HttpResponse:
    """It is shown no more; its address says so."""
    article = article_of(pk)
    if request.method == "POST":
        instead = RetireForm(request.POST).typed["read_instead"][:200].rstrip("/").rsplit("/", 1)[-1]
        retired = retire(pk, by=request.user, read_instead=instead)
        if instead and retired.read_instead is None:
            messages.warning(request, f"Retired. There is no article at {instead}, so its address points to none.")
        else:
            messages.success(request, "Retired: its address says so, and it is found no more.")
    return redirect("desk-article", article.pk)


@support_required
def bring_article_back(request: MemberRequest, pk: int) -> HttpResponse:
    """A retired article is shown again."""
    article = article_of(pk)
    if request.method == "POST":
        bring_back(article.pk)
        messages.success(request, "It is back: readers see it, and find it.")
    return redirect("desk-article", article.pk)


def _show(request: MemberRequest, pk: int, **more: Any) -> HttpResponse:
    return show_editor(request, article_of(pk), **more)


@support_required
@handles(refused=_show, status=422)
def waiting(request: MemberRequest, pk: int) -> HttpResponse:
    """The file's newer words: taken, or left."""
    article = article_of(pk)
    if request.method != "POST" or request.POST.get("take") not in ("yes", "no"):
        return redirect("desk-article", article.pk)
    take = request.POST["take"] == "yes"
    settle_waiting(pk, take=take, by=request.user)
    messages.success(request, "Readers see the file’s words now." if take else "Your words stay; the file’s were left.")
    return redirect("desk-article", article.pk)
