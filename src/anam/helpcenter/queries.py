"""The questions that are asked about articles."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, FilteredRelation, Window
from django.db.models.functions import RowNumber

from anam.folding import folded, words_of
from anam.partial import without

if TYPE_CHECKING:
    from anam.helpcenter.models import Article, Version, Vote  # noqa: F401

_OF_ITS_OWN_PAGES = ("source", "given", "waiting", "text", "words", "claims", "codes", "anchors", "search")
IN_ORDER = ("audience", "category", "nav_order", "title", "slug")


# `published` and `for_readers` in SQL, of a row of article; `of_support` says whether a reader is one of support.
IS_PUBLISHED = "retired_at IS NULL"
IS_FOR_READERS = f"({IS_PUBLISHED} AND (audience <> 'support' OR %(of_support)s))"


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self) -> Self:
        return self.filter(retired_at=None)

    def retired(self) -> Self:
        return self.exclude(retired_at=None)

    def for_readers(self, *, of_support: bool) -> Self:
        """What a reader may find: support's own articles are for support alone."""
        found = self.published()
        return found if of_support else found.exclude(audience="support")

    def in_navigation(self) -> Self:
        return self.filter(in_nav=True).order_by(*IN_ORDER)

    def filter_audience(self, audience: str) -> Self:
        """Those for one audience; without one, all."""
        return self.filter(audience=audience) if audience else self

    def for_navigation(self) -> Self:
        """Without what only an article's own pages show."""
        return without(self, *_OF_ITS_OWN_PAGES)

    def first_of_each_category(self, most: int) -> Self:
        """The first `most` articles of every category of every audience, in the order of the navigation."""
        place = Window(
            RowNumber(), partition_by=[F("audience"), F("category")], order_by=["nav_order", "title", "slug"]
        )
        return self.filter(in_nav=True).annotate(place=place).filter(place__lte=most).order_by(*IN_ORDER)

    def first_of_each_audience(self, most: int) -> Self:
        """The first `most` articles for every audience, by their number; `of_audience`: how many there are for it."""
        together = Window(models.Count("*"), partition_by=[F("audience")])
        place = Window(RowNumber(), partition_by=[F("audience")], order_by=["nav_order", "title", "slug"])
        found = self.filter(in_nav=True).annotate(place=place, of_audience=together)
        return found.filter(place__lte=most).order_by("audience", "place")

    def of_category(self, audience: str, category: str) -> Self:
        return self.filter(audience=audience, category=category).in_navigation()

    def beside(self, article: "Article", most: int = 6) -> Self:
        """Other articles of the same audience and category."""
        return self.of_category(article.audience, article.category).exclude(pk=article.pk)[:most]

    def below(self, article: "Article") -> Self:
        """The articles whose parent `article` is."""
        return self.filter(parent__iexact=article.title).exclude(pk=article.pk).in_navigation()

    def explaining(self, code: str) -> Self:
        """Those that say what a refusal's code means."""
        return self.filter(codes__contains=[code]).order_by("ours", "slug")

    def out_of_date(self, policy_id: int) -> Self:
        """Published articles that show numbers of the policy and were read under another version of it, or never."""
        stale = models.Q(shows_policy=True) & ~models.Q(read_under=policy_id)
        return self.published().filter(stale | models.Q(read_under=0))

    def from_folder(self) -> Self:
        return self.filter(ours=False).exclude(path="")

    def waiting(self) -> Self:
        """Those whose file changed after support had edited them here."""
        return self.exclude(waiting="")

    def claiming(self) -> Self:
        """Those that state numbers of hours."""
        return self.exclude(claims=[])

    def among(self, ids: list[int]) -> Self:
        return self.filter(pk__in=ids)

    def titled(self, words: str) -> Self:
        """Those in whose title or address `words` stand, however they are written."""
        title = models.Func(F("title"), function="search_folded", output_field=models.TextField())
        return self.alias(folded_title=title).filter(
            models.Q(folded_title__contains=folded(words)) | models.Q(slug__contains="-".join(words_of(words)) or words)
        )

    def for_list(self) -> Self:
        """With what the list of support shows of each: its votes, and who changed it last; in one query."""
        newest = FilteredRelation("versions", condition=models.Q(versions__number=F("version")))
        return without(self, "source", "given", "text", "words", "search").annotate(
            helped=models.Count("votes", filter=models.Q(votes__helpful=True)),
            did_not_help=models.Count("votes", filter=models.Q(votes__helpful=False)),
            newest=newest,
            changed_by=F("newest__by__name"),
        )


class VersionQuerySet(models.QuerySet["Version"]):
    def of_article(self, article: "Article") -> Self:
        """Newest first."""
        return self.filter(article=article).select_related("by").order_by("-number")


class VoteQuerySet(models.QuerySet["Vote"]):
    def by_voter(self, article: "Article", voter: str) -> "Vote | None":
        return self.filter(article=article, voter=voter).first()

    def with_words(self, article: "Article", most: int = 20) -> Iterable["Vote"]:
        """What readers said was missing, newest first."""
        return self.filter(article=article).exclude(words="").order_by("-at")[:most]
