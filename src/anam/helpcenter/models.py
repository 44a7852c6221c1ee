"""The Support Center's articles, their versions, and everything that leads to them."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.urls import reverse

from anam.coded import CodedField, worded
from anam.helpcenter.queries import ArticleQuerySet, VersionQuerySet, VoteQuerySet
from anam.helpcenter.sentences import WHY_CHANGED
from anam.people.models import User

AUDIENCES = {"makers": "Makers", "buyers": "Buyers", "everybody": "For everybody", "support": "For support"}


class Article(models.Model):
    """A help article: its source, what its front matter says about it, and what was read from it for the search.

    What is served is made from the source when it is asked for: the policy's numbers in it stay true.
    """

    slug = models.SlugField(max_length=120, unique=True)
    title = models.CharField(max_length=200)
    description = models.CharField(max_length=400, blank=True)
    audience = models.CharField(max_length=20, choices=AUDIENCES, default="everybody")
    category = models.CharField(max_length=120, blank=True)
    parent = models.CharField(max_length=200, blank=True)
    nav_order = models.FloatField(default=1e9, help_text="smaller stands first; those without one stand last")
    in_nav = models.BooleanField(default=True)
    in_search = models.BooleanField(default=True)
    source = models.TextField()
    version = models.PositiveIntegerField(default=0, help_text="the number of the newest version")

    ours = models.BooleanField(default=False, help_text="shipped with Anam; an import replaces it")
    path = models.CharField(max_length=400, blank=True, help_text="the file it came from, within its folder")
    given = models.TextField(blank=True, help_text="the file's words when they were last taken in")
    waiting = models.TextField(blank=True, help_text="the file's newer words, where support has edited the article")

    retired_at = models.DateTimeField(null=True)
    retired_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    read_instead = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    anchors = models.JSONField(default=list, help_text="for each heading: its words, its anchor, and older anchors")
    text = models.TextField(blank=True, help_text="what a reader reads, without marks")
    words = ArrayField(models.TextField(), default=list)
    codes = ArrayField(models.TextField(), default=list, help_text="refusals that it explains")
    claims = models.JSONField(default=list, help_text="numbers of hours that it states, and about what")
    shows_policy = models.BooleanField(default=False)
    read_under = models.PositiveBigIntegerField(default=0, help_text="the version of the policy it was read under")
    search = SearchVectorField(null=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        db_table = "article"
        ordering = ["title"]
        indexes = [
            GinIndex(fields=["search"], name="article_search"),
            GinIndex(fields=["words"], name="article_words"),
            GinIndex(fields=["codes"], name="article_codes"),
            models.Index(fields=["audience", "category", "nav_order", "title", "slug"], name="article_navigation"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["path"], condition=models.Q(ours=False) & ~models.Q(path=""), name="article_once_a_file"
            ),
            models.CheckConstraint(condition=models.Q(audience__in=AUDIENCES), name="article_for_somebody"),
            models.CheckConstraint(
                condition=models.Q(retired_by=None) | models.Q(retired_at__isnull=False), name="article_retired_by"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("article", args=[self.slug])

    @property
    def edited_here(self) -> bool:
        """Whether its words are no longer those that its file gave."""
        return bool(self.path) and self.source != self.given


class Version(models.Model):
    """The words of an article from one moment to the next. Versions are only ever added."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    source = models.TextField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    why: Any = CodedField(WHY_CHANGED)

    objects = VersionQuerySet.as_manager()

    @property
    def why_words(self) -> str:
        return worded(self.why, WHY_CHANGED)

    class Meta:
        db_table = "article_version"
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="article_version_once")]


class Address(models.Model):
    """An address that an article had before, here or on the site it came from: answered for ever."""

    path = models.CharField(max_length=400, unique=True)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="addresses")

    class Meta:
        db_table = "article_address"


class Picture(models.Model):
    """A picture that lay beside the articles, made anew from its pixels."""

    path = models.CharField(max_length=400, unique=True)
    digest = models.CharField(max_length=64, db_index=True, help_text="of the file as it came")
    name = models.CharField(max_length=80, db_index=True, help_text="its name here, after what is in it")
    kind = models.CharField(max_length=20)
    content = models.BinaryField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    class Meta:
        db_table = "article_picture"


class FolderFile(models.Model):
    """A file of the folder that articles are made with: _config.yml, an include, a file of _data."""

    path = models.CharField(max_length=400, unique=True)
    source = models.TextField()

    class Meta:
        db_table = "article_folder_file"


class Word(models.Model):
    """A word of a published article: what typing mistakes are measured against."""

    word = models.TextField(primary_key=True)

    class Meta:
        db_table = "article_word"


class Vote(models.Model):
    """Was this helpful? One answer for each person or browser, which they can change."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="votes")
    voter = models.CharField(max_length=64)
    helpful = models.BooleanField()
    words = models.CharField(max_length=1000, blank=True)
    version = models.PositiveIntegerField()
    at = models.DateTimeField()

    objects = VoteQuerySet.as_manager()

    class Meta:
        db_table = "article_vote"
        constraints = [models.UniqueConstraint(fields=["article", "voter"], name="article_vote_once")]


def longest(column: str) -> int:
    """How many characters `column` of an article holds."""
    field = Article._meta.get_field(column)
    assert isinstance(field, models.CharField)
    assert field.max_length
    return field.max_length
