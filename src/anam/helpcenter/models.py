"""The Support Center's articles."""

from django.db import models


class Article(models.Model):
    """A help article: its Markdown as it came, and the sanitised HTML that is served."""

    slug = models.SlugField(max_length=120, unique=True)
    title = models.CharField(max_length=200)
    description = models.CharField(max_length=400, blank=True)
    audience = models.CharField(max_length=80, blank=True)
    source = models.TextField()
    html = models.TextField()
    ours = models.BooleanField(default=False, help_text="shipped with Anam; an import replaces it")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = "article"
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title
