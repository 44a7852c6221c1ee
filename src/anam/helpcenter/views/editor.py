"""Writing articles in the browser, with a preview that follows the typing."""

import re
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe

from anam.digits import read_number
from anam.helpcenter.actions.edit_article import edit_article, unreadable_words
from anam.helpcenter.actions.write_article import write_article
from anam.helpcenter.claims import claims_in, contradictions
from anam.helpcenter.differences import differences
from anam.helpcenter.forms import ArticleForm, RetireForm
from anam.helpcenter.indexing import plain
from anam.helpcenter.library import library_now
from anam.helpcenter.models import Article, Version, Vote
from anam.helpcenter.reading import Unreadable, read
from anam.helpcenter.rendering import render as rendered
from anam.policy.models import SETTABLE
from anam.refusals import Refused
from anam.web.drafts import sent_or_kept, take_draft
from anam.web.handling import handles
from anam.web.requests import MemberRequest, support_required

_ID = re.compile(r' id="[^"]*"')  # the page around a preview has ids of its own
_BEGINNING = """---
title: "What the article is about"
description: "For makers: in one sentence, what it says."
parent: "Makers"
category: "Orders"
---

# {{ page.title }}

"""


def article_of(pk: int) -> Article:
    """The article of that id; else 404."""
    return get_object_or_404(Article, pk=pk)


@support_required
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    """An article's words, to be changed. What somebody else saved meanwhile is shown beside what was typed."""
    article = article_of(pk)
    if request.method != "POST":
        kept = take_draft(request)
        return show_editor(request, article, **_typed(kept) if kept else {}, kept=bool(kept))
    typed = _typed(request.POST)
    try:
        saved = edit_article(pk, source=typed["source"], seen=typed["seen"], by=request.user, why=typed["why"])
    except Refused as refused:
        again = {**typed, "refused": refused.refusal}
        if refused.refusal.code == "article_changed":
            article.refresh_from_db()
            again |= {
                "seen": article.version,
                "newest": Version.objects.of_article(article).first(),
                "differences": differences(article.source, typed["source"]),
            }
        return show_editor(request, article, status=409 if "newest" in again else 422, **again)
    changed = saved.version != article.version
    messages.success(
        request, "Saved: readers see it now." if changed else "Nothing was changed: these words are there."
    )
    return redirect("desk-article", pk)


def _show_new(request: MemberRequest, **more: Any) -> HttpResponse:
    sent, kept = sent_or_kept(request), request.method != "POST"
    typed = _typed(sent) if sent or not kept else {"source": _BEGINNING}
    return show_editor(request, None, **typed, kept=kept and bool(sent), **more)


@support_required
@handles(refused=_show_new, status=422)
def new(request: MemberRequest) -> HttpResponse:
    """A new article."""
    if request.method != "POST":
        return _show_new(request)
    typed = _typed(request.POST)
    article = write_article(source=typed["source"], slug=typed["slug"], by=request.user, why=typed["why"])
    messages.success(request, "Published: readers see it now.")
    return redirect("desk-article", article.pk)


@support_required
def preview(request: MemberRequest, pk: int) -> HttpResponse:
    """How what was typed would look: a part of the page for htmx, else the whole page."""
    return _preview(request, article_of(pk), "desk-article")


@support_required
def preview_new(request: MemberRequest) -> HttpResponse:
    return _preview(request, None, "desk-article-new")


def _preview(request: MemberRequest, article: Article | None, name: str) -> HttpResponse:
    if request.method != "POST":
        return redirect(name, *([article.pk] if article else []))
    typed = _typed(request.POST)
    if request.htmx:
        return render(request, "helpcenter/_preview.html", {"shown": shown_as(typed["source"], article)})
    return show_editor(request, article, **typed, previewed=True)


def _typed(posted: QueryDict) -> dict[str, Any]:
    return {**ArticleForm(posted).typed, "seen": read_number(posted.get("seen", ""), digits=8) or 0}


def show_editor(request: MemberRequest, article: Article | None, *, status: int = 200, **more: Any) -> HttpResponse:
    """The editor; `more` is what was typed, and what came of it."""
    source = more.get("source", article.source if article else "")
    name, where = ("desk-article", [article.pk]) if article else ("desk-article-new", [])
    preview_url = reverse(f"{name}-preview", args=where)
    refused = more["refused"].code if more.get("refused") else ""
    typed = {name: more.get(name, "") for name in ("slug", "why")}
    shown = {
        "article": article,
        "form": ArticleForm(initial={**typed, "source": source}, preview_url=preview_url, refused=refused),
        "retiring": RetireForm(),
        "to": reverse(name, args=where),
        "to_preview": preview_url,
        "seen": article.version if article else 0,
        "shown": shown_as(source, article),
        "policy": [f"policy.{name}" for name in SETTABLE],
        "waiting_differences": differences(article.source, article.waiting) if article and article.waiting else [],
        "missing": Vote.objects.with_words(article) if article else [],
        **more,
    }
    return render(request, "helpcenter/editor.html", shown, status=status)


def shown_as(source: str, article: Article | None) -> dict[str, Any]:
    """The page that `source` would be, cleaned, and what is to be said about it; or why it cannot be one."""
    library = library_now()
    try:
        draft = read(source, slug=article.slug if article else "article")
        page = rendered(draft, library, path=article.path if article else "", known=article.anchors if article else ())
    except Unreadable as unreadable:
        return {"wrong": unreadable_words(unreadable)}
    wrong = contradictions(claims_in(plain(page.html)), library)
    return {"html": mark_safe(_ID.sub("", page.html)), "remarks": page.remarks[:10], "contradictions": wrong[:10]}
