"""From an article to the HTML that is served: variables, Markdown, and then only what is harmless."""

import re
from functools import lru_cache
from typing import Any

import nh3
from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from mdit_py_plugins.anchors import anchors_plugin

from anam.helpcenter.filling import fill_in
from anam.helpcenter.models import Article
from anam.helpcenter.reading import Draft, Unreadable, read
from anam.orders.policy import SETTABLE, current_policy

# What an article may show beside its own front matter: names and values, by the group they are in.
Variables = tuple[tuple[str, tuple[tuple[str, Any], ...]], ...]

_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_TAGS = _HEADINGS | {
    "a", "abbr", "b", "blockquote", "br", "code", "dd", "del", "details", "dl", "dt", "em", "hr", "i", "img", "kbd",
    "li", "ol", "p", "pre", "s", "strong", "sub", "summary", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {
    **{heading: {"id"} for heading in _HEADINGS},
    "a": {"href", "title"},
    "abbr": {"title"},
    "img": {"src", "alt"},
    "ol": {"start"},
    "th": {"scope"},
}
_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    attributes=_ATTRIBUTES,
    url_schemes={"http", "https", "mailto"},
    link_rel="noopener",
)
_FIRST_HEADING = re.compile(r"<h1(?: id=\"[^\"]*\")?>(.*?)</h1>", re.DOTALL)


def render(draft: Draft) -> SafeString:
    """The article as sanitised HTML with exactly one h1. Raises Unreadable where its Liquid fails."""
    return _render(draft, _variables())


def page_of(article: Article) -> SafeString:
    """The page of a published article, with the policy's numbers as they are now."""
    return _rendered(article.slug, article.source, _variables())


@lru_cache(maxsize=64)
def _rendered(slug: str, source: str, variables: Variables) -> SafeString:
    """Kept, because the largest article that may be imported takes seconds; the same goes in, the same comes out."""
    return _render(read(source, slug=slug), variables)


def _render(draft: Draft, variables: Variables) -> SafeString:
    markdown = fill_in(draft, {name: dict(values) for name, values in variables})
    try:
        html = _CLEANER.clean(_MARKDOWN.render(markdown))
    except (RecursionError, UnicodeEncodeError) as error:
        raise Unreadable(f"its Markdown: {error}") from error
    return mark_safe(_with_one_h1(html, draft.title))


def _variables() -> Variables:
    policy = current_policy()
    site = {
        "title": settings.MARKETPLACE_NAME,
        "support_email": settings.SUPPORT_EMAIL,
        "url": settings.SITE_URL,
    }
    return ("site", tuple(site.items())), ("policy", tuple((name, getattr(policy, name)) for name in SETTABLE))


def _slug(heading: str) -> str:
    """The id of a heading, as GitHub and Jekyll make it; never empty."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-") or "section"


_MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
_MARKDOWN.use(anchors_plugin, max_level=6, slug_func=_slug)


def _with_one_h1(html: str, title: str) -> str:
    """The article's own first h1, or its title where it has none; any further h1 becomes an h2."""
    first = _FIRST_HEADING.search(html)
    if first is None:
        return f"<h1>{escape(title)}</h1>\n{_lower(html)}"
    heading = first[0] if first[1].strip() else f"<h1>{escape(title)}</h1>"
    return _lower(html[: first.start()]) + heading + _lower(html[first.end() :])


def _lower(html: str) -> str:
    return html.replace("<h1", "<h2").replace("</h1>", "</h2>")
