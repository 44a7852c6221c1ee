"""What is read from an article for the search and for support: its text, its words, its claims, its codes."""

import re
from html import unescape

from django.contrib.postgres.search import SearchVector
from django.db.models import Value

from anam.folding import folded
from anam.helpcenter.claims import claims_in
from anam.helpcenter.library import Library, library_now
from anam.helpcenter.models import Article, Word
from anam.helpcenter.queries import IS_PUBLISHED
from anam.helpcenter.reading import Unreadable, read
from anam.helpcenter.rendering import Rendered, page_of
from anam.helpcenter.spelling import words_in
from anam.policy.models import current_policy
from anam.sql import execute

CONFIG = "english"
_MAX_TEXT_LENGTH = 200_000
_BLOCK = re.compile(r"</?(?:p|h[1-6]|li|ul|ol|dl|dt|dd|tr|table|div|blockquote|pre|br|section|details|summary)\b[^>]*>")
_CELL = re.compile(r"</t[dh]>")
_TAG = re.compile(r"<[^>]*>")


def plain(html: str) -> str:
    """What a reader reads, a line for each block."""
    text = unescape(_TAG.sub("", _CELL.sub(" · ", _BLOCK.sub("\n", html.replace("\n", " ")))))
    return "\n".join(line for line in (" ".join(line.split()) for line in text.split("\n")) if line.strip("· "))


def read_anew(article: Article, page: Rendered, library: Library) -> None:
    """Keep what `page`, the article as it is now under `library`, says; and let it be found by that."""
    text = plain(page.html)[:_MAX_TEXT_LENGTH]
    draft = read(article.source, slug=article.slug)
    gone = set(article.words)
    article.text = text
    article.words = words_in(f"{article.title} {article.description} {' '.join(draft.tags)} {text}")
    article.codes = page.codes
    article.claims = claims_in(text)
    article.anchors = page.anchors
    article.shows_policy = "policy." in article.source or "{% include" in article.source
    article.read_under = library.policy_id
    article.save(update_fields=["text", "words", "codes", "claims", "anchors", "shows_policy", "read_under"])
    _let_be_found(article, draft.tags, page)
    know_words(added=article.words, gone=sorted(gone - set(article.words)))


def _let_be_found(article: Article, tags: list[str], page: Rendered) -> None:
    headings = " ".join(heading.text for heading in page.headings)
    Article.objects.filter(pk=article.pk).update(
        search=SearchVector(Value(folded(article.title)), weight="A", config=CONFIG)
        + SearchVector(Value(folded(f"{article.description} {' '.join(tags)} {headings}")), weight="B", config=CONFIG)
        + SearchVector(Value(folded(article.text)), weight="D", config=CONFIG)
    )


_FORGET = f"""
DELETE FROM article_word WHERE word = ANY (%s) AND NOT EXISTS (
  SELECT 1 FROM article WHERE {IS_PUBLISHED} AND words @> ARRAY[article_word.word]
)
"""  # noqa: S608 - nothing but our own words


def know_words(*, added: list[str], gone: list[str]) -> None:
    """The list of words that typing mistakes are measured against: what articles have now, and no more."""
    Word.objects.bulk_create([Word(word=word) for word in added], ignore_conflicts=True)
    if gone:
        execute(_FORGET, [gone])


def bring_up_to_date() -> None:
    """Read again what shows the policy's numbers, where the policy has changed since: once for each change."""
    stale = list(Article.objects.out_of_date(current_policy().pk).order_by("pk"))
    if not stale:
        return
    library = library_now()
    for article in stale:
        try:
            read_anew(article, page_of(article, library), library)
        except Unreadable:  # it can be read no more; the rest can
            Article.objects.filter(pk=article.pk).update(read_under=library.policy_id)
