"""Finding articles by their words: one indexed query; a second and a third only where the first finds nothing."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from anam.folding import words_of
from anam.helpcenter.queries import IS_FOR_READERS
from anam.helpcenter.spelling import nearest, unknown
from anam.sql import fetch_all

PAGE = 10
MAX_LENGTH = 200
_MAX_WORDS = 10
_BEGIN, _END = "\ue000", "\ue001"  # marks that no text has, so that what is around them can be escaped
_MARKS = f'StartSel="{_BEGIN}", StopSel="{_END}"'
# `written` are the words as they are written in the articles, with their accents, where they are asked for without.
_FOUND = """
WITH typed AS (SELECT {asked} AS asked),
query AS (
  SELECT asked, asked || coalesce((
    SELECT to_tsquery('english', string_agg(quote_literal(word), ' | ')) FROM (
      SELECT word FROM article_word WHERE octet_length(word) <> length(word)
         AND to_tsvector('english', search_folded(word)) @@ replace(asked::text, ' & ', ' | ')::tsquery LIMIT 50) near
  ), ''::tsquery) AS written FROM typed)
SELECT slug, title, description, audience, category,
       ts_headline('english', title, written, %(whole)s) AS heading,
       ts_headline('english', left(text, 50000), written, %(parts)s) AS excerpt
  FROM (SELECT article.*, written, ts_rank_cd(search, asked, 1) AS rank
          FROM article, query
         WHERE {readers} AND in_search
           AND (%(audience)s = '' OR audience = %(audience)s OR audience = 'everybody') AND search @@ asked
         ORDER BY rank DESC, slug LIMIT %(limit)s OFFSET %(offset)s) best
 ORDER BY rank DESC, slug
"""


@dataclass(frozen=True)
class Hit:
    """An article that was found; in `heading` and `excerpt` the words that were asked for are marked."""

    slug: str
    title: str
    description: str
    audience: str
    category: str
    heading: SafeString
    excerpt: SafeString


@dataclass(frozen=True)
class Found:
    """What a search found. `instead`: words that were read for others, as typing mistakes; `some`: not all occur."""

    hits: list[Hit] = field(default_factory=list)
    more: bool = False
    instead: dict[str, str] = field(default_factory=dict)
    some: bool = False


def search(words: str, *, of_support: bool = False, audience: str = "", page: int = 1) -> Found:
    """The articles with all of `words`, in any of their forms, best first; the last word may be only begun."""
    asked = asked_words(words)
    if not asked:
        return Found()
    limits = {"of_support": of_support, "audience": audience, "offset": (page - 1) * PAGE}
    hits = _hits([[word] for word in asked], "&&", limits)
    if hits:
        return _paged(hits)
    near = nearest(unknown(asked))
    if near:
        hits = _hits([near.get(word, [word]) for word in asked], "&&", limits)
        if hits:
            return _paged(hits, instead={word: found[0] for word, found in near.items()})
    hits = _hits([near.get(word, [word]) for word in asked], "||", limits) if len(asked) > 1 else []
    return _paged(hits, instead={word: found[0] for word, found in near.items()} if hits else {}, some=True)


def asked_words(words: str) -> list[str]:
    """At most ten words of what was typed, in small letters, each once."""
    return list(dict.fromkeys(word[:40] for word in words_of(words[:MAX_LENGTH])))[:_MAX_WORDS]


def _paged(hits: list[Hit], **more: Any) -> Found:
    return Found(hits[:PAGE], len(hits) > PAGE, **more)


def _hits(asked: list[list[str]], joined: str, limits: dict[str, Any]) -> list[Hit]:
    parts, values = [], dict(limits)
    for i, alternatives in enumerate(asked):
        last = i == len(asked) - 1
        forms = []
        for j, word in enumerate(alternatives):
            values[f"word{i}_{j}"] = word
            forms.append(_form(f"%(word{i}_{j})s", begun=last))
        parts.append(f"({' || '.join(forms)})")
    query = _FOUND.format(asked=f" {joined} ".join(parts), readers=IS_FOR_READERS)
    values |= {
        "limit": PAGE + 1,
        "whole": f"HighlightAll=true, {_MARKS}",
        "parts": f'MaxFragments=2, MaxWords=24, MinWords=12, FragmentDelimiter=" … ", {_MARKS}',
    }
    found = fetch_all(dict[str, Any], query, values)
    return [Hit(**{**row, "heading": _marked(row["heading"]), "excerpt": _marked(row["excerpt"])}) for row in found]


def _form(word: str, *, begun: bool) -> str:
    """SQL for a word in any of its forms, and where it is `begun`, for those that begin with it."""
    plain = f"plainto_tsquery('english', {word})"
    if not begun:
        return plain
    return f"(CASE WHEN numnode({plain}) = 0 THEN {plain} ELSE {plain} || to_tsquery('simple', {word} || ':*') END)"


def _marked(text: str) -> SafeString:
    """`text` as HTML, with <mark> around what was asked for."""
    html = str(escape(" ".join(text.replace("\n", " · ").split()))).replace(_BEGIN, "<mark>").replace(_END, "</mark>")
    return mark_safe(html if html.count("<mark>") == html.count("</mark>") else escape(text))
