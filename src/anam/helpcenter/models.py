"""The Support Center's articles."""

from typing import Self

from django.db import models
from django.urls import reverse


class ArticleQuerySet(models.QuerySet["Article"]):
    def by_audience(self) -> Self:
        """In the order of the first page: who an article is for, then its title."""
        return self.order_by("audience", "title", "slug")


class Article(models.Model):
    """A help article: its source as it came, and what its front matter says about it.

    What is served is made from the source when it is asked for: the policy's numbers in it stay true.
    """

    slug = models.SlugField(max_length=120, unique=True)
    title = models.CharField(max_length=200)
    description = models.CharField(max_length=400, blank=True)
    audience = models.CharField(max_length=80, blank=True)
    source = models.TextField()
    ours = models.BooleanField(default=False, help_text="shipped with Anam; an import replaces it")
    changed_at = models.DateTimeField(auto_now=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        db_table = "article"
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("article", args=[self.slug])


def longest(column: str) -> int:
    """How many characters `column` of an article holds."""
    field = Article._meta.get_field(column)
    assert isinstance(field, models.CharField)
    assert field.max_length
    return field.max_length
