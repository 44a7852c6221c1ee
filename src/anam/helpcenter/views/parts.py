"""Parts of articles: a section beside the step that it explains, what a refusal means, a picture."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import condition

from anam.helpcenter.actions.ship_ours import shipped
from anam.helpcenter.library import library_now
from anam.helpcenter.models import Article, Picture
from anam.helpcenter.reading import Unreadable
from anam.helpcenter.rendering import page_of
from anam.helpcenter.rendering import render as rendered
from anam.helpcenter.sections import section_of
from anam.helpcenter.views.article_page import of_support


def section(request: HttpRequest, slug: str, anchor: str) -> HttpResponse:
    """The section under one heading, to stand beside a step. Without htmx, its place in the article."""
    whole = f"{article_address(slug)}#{anchor}"
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(whole)
    title, html = _section(request, slug, anchor)
    return render(request, "helpcenter/section.html", {"title": title, "html": html, "whole": whole})


def article_address(slug: str) -> str:
    return reverse("article", args=[slug])


def _section(request: HttpRequest, slug: str, anchor: str) -> tuple[str, SafeString]:
    """From the article at that address; where it has no such heading, from the one that came with Anam."""
    published = Article.objects.for_readers(of_support=of_support(request)).filter(slug=slug).first()
    if published and (found := _of_published(published, anchor)):
        return found
    for draft in shipped():
        if draft.slug == slug and (draft.audience != "support" or of_support(request)):
            try:
                found = section_of(rendered(draft, library_now()).html, anchor)
            except Unreadable:
                found = None
            if found:
                return found
    raise Http404


def _of_published(article: Article, anchor: str) -> tuple[str, SafeString] | None:
    try:
        return section_of(page_of(article).html, anchor)
    except Unreadable:
        return None


def why(request: HttpRequest, code: str) -> HttpResponse:
    """What a refusal's code means: the place in the article that explains it."""
    explaining = Article.objects.for_readers(of_support=of_support(request)).explaining(code).first()
    if explaining:
        return redirect(f"{explaining.get_absolute_url()}#why-{code}")
    for draft in shipped():
        if f"(`{code}`" in draft.body and (draft.audience != "support" or of_support(request)):
            page = rendered(draft, library_now())
            return render(request, "helpcenter/why.html", {"title": draft.title, "page": page, "code": code})
    raise Http404


def _name(request: HttpRequest, name: str) -> str:
    return f'"{name}"'


@condition(etag_func=_name)
def picture(request: HttpRequest, name: str) -> HttpResponse:
    """A picture of an article. Its name comes from what is in it, so that a browser may keep it for good."""
    found = get_object_or_404(Picture.objects.filter(name=name)[:1])
    return HttpResponse(
        bytes(found.content),
        content_type=found.kind,
        headers={
            "Cache-Control": "public, max-age=31536000, immutable",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )
