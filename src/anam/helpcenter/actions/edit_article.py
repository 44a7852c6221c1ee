from django.db import transaction

from anam.coded import Coded, coded
from anam.helpcenter.actions.save_version import save_version
from anam.helpcenter.library import library_now
from anam.helpcenter.models import Article
from anam.helpcenter.reading import LARGEST, Unreadable, read
from anam.people.models import User
from anam.refusals import Refused

MAX_SOURCE_LENGTH = 100_000


@transaction.atomic
def edit_article(article_id: int, *, source: str, seen: int, by: User, why: str) -> Article:
    """Support gives an article new words. `seen` is the version that was open: what came meanwhile is not lost.

    Raises Article.DoesNotExist, and Refused: `article_unreadable` with the line, `article_changed` where somebody
    was quicker, `article_why` where it is not said why. Words that are there already make no version.
    """
    why = check_why(why)
    article = Article.objects.select_for_update().get(pk=article_id)
    if same(source, article.source):
        return article
    if article.version != seen:
        raise Refused.because(
            "article_changed", "Somebody changed this article while you were writing. Nothing was saved yet."
        )
    words(article, source, by=by, why=coded("said", words=why))
    return article


def words(article: Article, source: str, *, by: User, why: Coded) -> None:
    """`source` becomes the newest version. Raises Refused, `article_unreadable`, with the line in the words."""
    if len(source) > MAX_SOURCE_LENGTH or len(source.encode()) > LARGEST:
        raise Refused.because(
            "article_unreadable",
            f"This is too long to be edited here: {len(source):,} characters of at most {MAX_SOURCE_LENGTH:,}.",
        )
    try:
        save_version(article, read(source, slug=article.slug), by=by, why=why, library=library_now())
    except Unreadable as unreadable:
        raise Refused.because("article_unreadable", unreadable_words(unreadable)) from unreadable


def unreadable_words(unreadable: Unreadable) -> str:
    where = f" (line {unreadable.line})" if unreadable.line else ""
    return f"This cannot be shown: {unreadable.why}{where}."


def check_why(why: str) -> str:
    """What a colleague will read beside the version. Raises Refused, `article_why`."""
    why = " ".join(why.split())
    if not 3 <= len(why) <= 300:
        raise Refused.because("article_why", "Say in a few words what you changed, and why: 3 to 300 characters.")
    return why


def same(one: str, other: str) -> bool:
    """Whether two sources say the same; a browser sends other line ends than a file has."""
    return one.replace("\r\n", "\n").rstrip() == other.replace("\r\n", "\n").rstrip()
