"""From an article to the HTML that is served: variables, Markdown, and then only what is harmless."""

import re
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
    markdown = fill_in(draft, _variables())
    try:
        html = _CLEANER.clean(_MARKDOWN.render(markdown))
    except (RecursionError, UnicodeEncodeError) as error:
        raise Unreadable(f"its Markdown: {error}") from error
    return mark_safe(_with_one_h1(html, draft.title))


def page_of(article: Article) -> SafeString:
    """The page of a published article, with the policy's numbers as they are now."""
    return render(read(article.source, slug=article.slug))


def _variables() -> dict[str, Any]:
    policy = current_policy()
    return {
        "site": {
            "title": settings.MARKETPLACE_NAME,
            "support_email": settings.SUPPORT_EMAIL,
            "url": settings.SITE_URL,
        },
        "policy": {name: getattr(policy, name) for name in SETTABLE},
    }


def _slug(heading: str) -> str:
    """The id of a heading, as GitHub and Jekyll make it; never empty."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-") or "section"


_MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
_MARKDOWN.use(anchors_plugin, max_level=6, slug_func=_slug)


def _with_one_h1(html: str, title: str) -> str:
    """The article's own first h1, or its title where it has none; any further h1 becomes an h2."""
    first = _FIRST_HEADING.search(html)
    if first is None or not first[1].strip():
        return f"<h1>{escape(title)}</h1>\n{_lower(html)}"
    return _lower(html[: first.start()]) + first[0] + _lower(html[first.end() :])


def _lower(html: str) -> str:
    return html.replace("<h1", "<h2").replace("</h1>", "</h2>")
