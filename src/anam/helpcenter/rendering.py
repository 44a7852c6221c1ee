"""From an article to the HTML that is served: variables, Markdown, only what is harmless, and links that lead here."""

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from anam.helpcenter.cleaning import clean, left_out
from anam.helpcenter.filling import fill_in
from anam.helpcenter.front import Remark
from anam.helpcenter.headings import Heading
from anam.helpcenter.library import Library, library_now
from anam.helpcenter.links import place_of, resolved
from anam.helpcenter.markdown import Page, to_html
from anam.helpcenter.models import Article
from anam.helpcenter.questions import Question
from anam.helpcenter.reading import Draft, Unreadable, read

_FIRST_HEADING = re.compile(r"<h1(?: id=\"[^\"]*\")?>(.*?)</h1>", re.DOTALL)
_MAX_FILLED_LENGTH = 1_000_000
_MAX_LINE_LENGTH = 50_000
_MAX_REMARKS = 20


@dataclass(frozen=True)
class Rendered:
    """A page, and what was found in it; `remarks` name what was not understood, by the line of the source."""

    html: SafeString
    headings: list[Heading]
    anchors: list[dict[str, Any]]
    questions: list[Question]
    codes: list[str]
    remarks: list[Remark]


def page_of(article: Article, library: Library | None = None) -> Rendered:
    """The page of a published article, with the policy's numbers as they are now. Raises Unreadable."""
    draft = read(article.source, slug=article.slug)
    return render(draft, library or library_now(), path=article.path, known=article.anchors)


def render(draft: Draft, library: Library, *, path: str = "", known: Any = ()) -> Rendered:
    """The article as sanitised HTML with exactly one h1. Raises Unreadable where its Liquid or Markdown fails.

    `path` is its file within its folder, which its links begin from; `known` are the anchors it had before.
    """
    page, remarks = _composed(draft.slug, draft.source, library, json.dumps(list(known)))
    place = place_of(path, draft.slug, library.site_values)
    written: set[tuple[str, str]] = set()
    clean(page.html, lambda kind, address: written.add((kind, address)))
    leads = resolved(written, place)
    html = clean(page.html, lambda kind, address: leads.get((kind, address), address))
    return Rendered(
        mark_safe(_with_one_h1(html, draft.title)),
        page.headings,
        page.anchors,
        page.questions,
        page.codes,
        [*draft.remarks, *remarks, *_lost(leads, draft)],
    )


@lru_cache(maxsize=64)
def _composed(slug: str, source: str, library: Library, known: str) -> tuple[Page, list[Remark]]:
    """Kept, because the largest article that may be imported takes seconds; the same goes in, the same comes out."""
    draft = read(source, slug=slug)
    markdown, remarks = fill_in(draft, library.variables)
    if len(markdown) > _MAX_FILLED_LENGTH:
        raise Unreadable(f"filled in, it is longer than {_MAX_FILLED_LENGTH:,} characters")
    for number, line in enumerate(markdown.split("\n")):
        if len(line) > _MAX_LINE_LENGTH:
            raise Unreadable(f"a line is longer than {_MAX_LINE_LENGTH:,} characters", line=draft.body_line + number)
    try:
        page = to_html(markdown, json.loads(known))
    except (RecursionError, UnicodeEncodeError) as error:
        raise Unreadable(f"its Markdown: {error}") from error
    strange = [Remark(f"{{: {one} }} says nothing here", line_of(draft, one)) for one in dict.fromkeys(page.strange)]
    gone = [Remark(f"<{name}> is not shown", line_of(draft, f"<{name}")) for name in left_out(page.html)]
    marks = [Remark(words, line_of(draft, about)) for words, about in page.remarks.items()]
    return page, [*remarks, *strange[:_MAX_REMARKS], *marks, *gone]


def line_of(draft: Draft, needle: str) -> int | None:
    """The line of the source at which `needle` stands first."""
    at = draft.body.lower().find(needle.lower())
    return draft.body_line + draft.body.count("\n", 0, at) if at >= 0 else None


def _lost(leads: dict[tuple[str, str], str | None], draft: Draft) -> list[Remark]:
    """The links and pictures that lead nowhere."""
    return [
        Remark(
            f"the {'link' if kind == 'href' else 'picture'} “{address[:100]}” leads nowhere", line_of(draft, address)
        )
        for (kind, address), led in sorted(leads.items())
        if led is None
    ]


def _with_one_h1(html: str, title: str) -> str:
    """The article's own first h1, or its title where it has none; any further h1 becomes an h2."""
    first = _FIRST_HEADING.search(html)
    if first is None:
        return f"<h1>{escape(title)}</h1>\n{_lower(html)}"
    heading = first[0] if first[1].strip() else f"<h1>{escape(title)}</h1>"
    return _lower(html[: first.start()]) + heading + _lower(html[first.end() :])


def _lower(html: str) -> str:
    return html.replace("<h1", "<h2").replace("</h1>", "</h2>")
