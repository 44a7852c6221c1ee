from dataclasses import dataclass, field
from itertools import chain

from django.db import transaction

from anam.coded import Coded, coded
from anam.helpcenter.actions.bring_back import bring_back
from anam.helpcenter.actions.claim_addresses import claim_addresses
from anam.helpcenter.actions.save_version import save_version
from anam.helpcenter.addresses import address_of
from anam.helpcenter.front import Remark
from anam.helpcenter.library import Library, library_now
from anam.helpcenter.models import Address, Article
from anam.helpcenter.reading import Draft
from anam.helpcenter.rendering import render
from anam.sql import execute

_ONE_AT_A_TIME = 7_301_188_014_446  # of the database's advisory locks, the one of the articles' files


_OF_THE_PAGES = {"why", "pictures"}


@dataclass(frozen=True)
class Published:
    """What became of a file: new, replaced, changed, renamed, back, unchanged or waiting; and where its article is."""

    became: str
    slug: str
    remarks: list[Remark] = field(default_factory=list)


@transaction.atomic
def publish(
    draft: Draft,
    *,
    path: str = "",
    ours: bool = False,
    gone: frozenset[str] = frozenset(),
    library: Library | None = None,
) -> Published:
    """Take in what a file says, at its address. What support has edited here is not overwritten: the file's words wait.

    `path` is the file within its folder, `ours` where the folder is Anam's own; `gone` are the files that the folder
    had before, one of which this may be under another name. Raises Unreadable.
    """
    library = library or library_now()
    _one_at_a_time()
    article = _there(draft, path, ours) or _renamed(draft, gone)
    if article is None:
        return _new(draft, path, ours, library)
    if article.path == path and article.ours == ours and article.given == draft.source:
        return _unchanged(article)
    if article.edited_here or (article.retired_by_id and article.path == path):
        render(draft, library, path=path, known=article.anchors)
        Article.objects.filter(pk=article.pk).update(waiting=draft.source, ours=ours, path=path)
        return Published("waiting", article.slug)
    return _changed(article, draft, path, ours, library)


def _one_at_a_time() -> None:
    execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])


def _there(draft: Draft, path: str, ours: bool) -> Article | None:
    """The article of this file, or the one of Anam's own that it takes the place of."""
    articles = Article.objects.select_for_update()
    if path and not ours and (found := articles.filter(path=path, ours=False).first()):
        return found
    same = articles.filter(slug=draft.slug).first()
    return same if same and (same.ours or not path) else None


def _renamed(draft: Draft, gone: frozenset[str]) -> Article | None:
    """The article whose file is gone, and whose words or title these are, or one of whose addresses this one names."""
    lost = Article.objects.filter(ours=False, path__in=gone).order_by("pk")
    for same in (
        lost.filter(given=draft.source),
        lost.filter(title=draft.title),
        lost.filter(addresses__path__in=draft.addresses).distinct().order_by("pk") if draft.addresses else lost.none(),
    ):
        if (
            found := Article.objects.select_for_update()
            .filter(pk__in=list(same.values_list("pk", flat=True)[:1]))
            .first()
        ):
            return found
    return None


def _new(draft: Draft, path: str, ours: bool, library: Library) -> Published:
    article = Article(slug=_free_slug(draft.slug, path), path=path, ours=ours, given=draft.source)
    return Published("new", article.slug, _save(article, draft, coded("taken_in"), library))


def _unchanged(article: Article) -> Published:
    if article.retired_at and not article.retired_by_id:
        bring_back(article.pk)
        return Published("back", article.slug)
    if article.waiting:
        Article.objects.filter(pk=article.pk).update(waiting="")
    return Published("unchanged", article.slug)


def _changed(article: Article, draft: Draft, path: str, ours: bool, library: Library) -> Published:
    became = "replaced" if article.ours and not ours else "changed" if article.path in (path, "") else "renamed"
    became = "back" if article.retired_at and became == "changed" else became
    was = article.slug
    if became == "renamed":
        article.slug = _free_slug(draft.slug, path, but=article)
    article.path, article.ours, article.given, article.waiting = path, ours, draft.source, ""
    article.retired_at = None
    remarks = _save(article, draft, coded(f"{became}_by_file"), library)
    if article.slug != was:
        Address.objects.get_or_create(path=was, defaults={"article": article})
    return Published(became, article.slug, remarks)


def _save(article: Article, draft: Draft, why: Coded, library: Library) -> list[Remark]:
    page, taken = save_version(article, draft, by=None, why=why, library=library)
    if article.path and not article.ours:
        taken |= claim_addresses(article, [address_of(article.path) or ""])
    if article.slug != draft.slug:
        page.remarks.append(
            Remark(f"another article is at /support/{draft.slug}/, so it is at /support/{article.slug}/")
        )
    return [*page.remarks, *(Remark(f"“{one}” leads to “{title}” already") for one, title in taken.items())]


def _free_slug(wanted: str, path: str, *, but: Article | None = None) -> str:
    """`wanted`, or with the names of its folders before it, or with a number after it."""
    others = Article.objects.exclude(pk=but.pk) if but else Article.objects.all()
    folders = [part for part in path.lower().split("/")[:-1] if part.isascii() and part.replace("-", "").isalnum()]
    numbered = (f"{wanted[:110]}-{n}" for n in range(2, 10_000))
    tries = chain([wanted, "-".join([*folders, wanted])[:120].strip("-")], numbered)
    return next(slug for slug in tries if slug not in _OF_THE_PAGES and not others.filter(slug=slug).exists())
