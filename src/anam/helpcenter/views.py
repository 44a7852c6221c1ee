"""The Support Center, for everybody: the list of articles, and one article."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from anam.helpcenter.models import Article
from anam.helpcenter.rendering import page_of


def articles(request: HttpRequest) -> HttpResponse:
    return render(request, "helpcenter/articles.html", {"articles": Article.objects.by_audience()})


def article(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Article, slug=slug)
    return render(request, "helpcenter/article.html", {"article": found, "html": page_of(found)})
