from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from anam.helpcenter.actions.keep_parts import keep_parts, keep_pictures
from anam.helpcenter.actions.publish import publish
from anam.helpcenter.actions.retire import retire
from anam.helpcenter.claims import contradictions
from anam.helpcenter.folder import Folder, look_through, slug_of
from anam.helpcenter.front import Remark
from anam.helpcenter.indexing import bring_up_to_date
from anam.helpcenter.library import Library, library_now
from anam.helpcenter.models import Article
from anam.helpcenter.reading import LARGEST, Unreadable, decode, read
from anam.helpcenter.rendering import page_of

_MANY = 10


@dataclass(frozen=True)
class Outcome:
    """What became of one file, and what of it was not understood; or why it was refused, and in which line.

    `became` is what publish says, or: refused, skipped, retired, picture, or remarks, which only adds to what was said.
    """

    file: str
    slug: str
    became: str
    why: str = ""
    line: int | None = None
    remarks: list[Remark] = field(default_factory=list)


def import_folder(path: Path, *, retire_missing: bool = True) -> Iterator[Outcome]:
    """Take in a folder of Markdown in the form of Jekyll; each file for itself: a bad one leaves the others be.

    What disappeared from the folder is retired, unless that would be most of many: then the folder is probably a
    wrong one, and it is only said. Raises NoFolder where there is no such folder, or no Markdown in it.
    """
    folder = look_through(path)
    for file, why, line in folder.skipped:
        yield Outcome(_shown(file), "", "skipped", why, line)
    parts_changed = keep_parts(folder.parts)
    for file, why in keep_pictures(folder):
        yield Outcome(_shown(file), "", "skipped", why)
    library = library_now()
    before = set(Article.objects.from_folder().values_list("path", flat=True))
    gone = frozenset(before - set(folder.articles))
    changed: list[Outcome] = []
    for file in folder.articles:
        outcome = _take_in(folder, file, gone, library)
        yield outcome
        if outcome.slug and (parts_changed or outcome.became != "unchanged"):
            changed.append(outcome)
    for outcome in changed:
        if remarks := list(_remarks_of(outcome, library)):
            yield Outcome(outcome.file, outcome.slug, "remarks", remarks=remarks)
    yield from _retired(folder, retire_missing)
    yield from _contradicting()


def _shown(name: str) -> str:
    return "".join(sign if sign.isprintable() else "?" for sign in name)


def _take_in(folder: Folder, file: str, gone: frozenset[str], library: Library) -> Outcome:
    try:
        draft = read(decode(folder.content(file, LARGEST)), slug=slug_of(file))
        if not draft.published:
            return Outcome(file, "", "skipped", "it says published: false")
        published = publish(draft, path=file, gone=gone, library=library)
    except Unreadable as unreadable:
        return Outcome(file, "", "refused", unreadable.why, unreadable.line)
    own = [remark for remark in published.remarks if "leads nowhere" not in remark.words]
    why = "support has edited it here; its new words wait at the desk" if published.became == "waiting" else ""
    return Outcome(file, published.slug, published.became, why, remarks=own)


def _remarks_of(outcome: Outcome, library: Library) -> Iterator[Remark]:
    """What can be said only when every article is there: links that lead nowhere."""
    article = Article.objects.get(slug=outcome.slug)
    try:
        page = page_of(article, library)
    except Unreadable as unreadable:
        yield Remark(unreadable.why, unreadable.line)
        return
    # What else it has to remark was said when it was taken in, unless only what it is made with has changed.
    anew = outcome.became == "unchanged"
    yield from (remark for remark in page.remarks if anew or "leads nowhere" in remark.words)


def _contradicting() -> Iterator[Outcome]:
    """Every article of a folder whose numbers are not the policy's, whether it changed or the policy did."""
    bring_up_to_date()
    library = library_now()
    for article in Article.objects.from_folder().published().claiming().order_by("path"):
        remarks = [
            Remark(one.words, _line_of(article.source, one.says)) for one in contradictions(article.claims, library)
        ]
        if remarks:
            yield Outcome(_shown(article.path), article.slug, "remarks", remarks=remarks)


def _line_of(source: str, words: str) -> int | None:
    at = source.find(words)
    return source.count("\n", 0, at) + 1 if at >= 0 else None


def _retired(folder: Folder, retire_missing: bool) -> Iterator[Outcome]:
    missing = list(Article.objects.from_folder().published().exclude(path__in=_kept(folder)).order_by("path"))
    there = Article.objects.from_folder().published().count()
    if not retire_missing or (len(missing) >= _MANY and 2 * len(missing) > there):
        why = f"{len(missing)} of {there} articles are not in this folder; none was retired"
        if missing:
            yield Outcome(_shown(str(folder.root)), "", "skipped", why)
        return
    for article in missing:
        retire(article.pk, by=None)
        yield Outcome(_shown(article.path), article.slug, "retired")


def _kept(folder: Folder) -> list[str]:
    """The files whose articles stay: all but those that say that they are not published."""
    kept = []
    for file in folder.articles:
        try:
            published = read(decode(folder.content(file, LARGEST)), slug="an-article").published
        except Unreadable:  # named already; what it said before stays
            published = True
        if published:
            kept.append(file)
    return kept
