"""What may be shown of an article's HTML: nothing that runs, nothing that restyles, no address of another kind."""

import re
from collections.abc import Callable

import nh3

from anam.helpcenter.headings import RESERVED

_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_WITH_ID = {
    "a", "code", "dd", "details", "div", "dl", "dt", "figure", "li", "ol", "p", "section", "span", "sup", "table", "ul",
}  # fmt: skip
TAGS = (
    _HEADINGS
    | _WITH_ID
    | {
        "abbr",
        "b",
        "blockquote",
        "br",
        "caption",
        "cite",
        "del",
        "em",
        "figcaption",
        "hr",
        "i",
        "img",
        "ins",
        "kbd",
        "mark",
        "pre",
        "q",
        "s",
        "samp",
        "small",
        "strong",
        "sub",
        "summary",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "time",
        "tr",
        "u",
        "var",
    }
)
_ATTRIBUTES = {
    **{tag: {"id"} for tag in _HEADINGS | _WITH_ID},
    "a": {"href", "title", "id"},
    "abbr": {"title"},
    "details": {"open", "id"},
    "img": {"src", "alt", "title", "width", "height"},
    "ol": {"start", "id"},
    "td": {"colspan", "rowspan"},
    "th": {"scope", "colspan", "rowspan"},
    "time": {"datetime"},
}
_CLASSES = {
    "div": {"callout", "callout-note", "callout-warning", "callout-tip", "callout-new"},
    "p": {"callout-title"},
    "section": {"footnotes"},
}
_A_NAME = re.compile(r"<a\s+name=(\"[\w.-]+\")", re.IGNORECASE)
_A_TAG = re.compile(r"<([a-zA-Z][a-zA-Z0-9-]*)[\s/>]")
Change = Callable[[str, str], str | None]


def clean(html: str, change: Change) -> str:
    """Only what is harmless of `html`; `change` is given ("href", address) and ("src", address), and answers another.

    Where it answers None, that attribute goes.
    """

    def filtered(tag: str, name: str, value: str) -> str | None:
        if name in ("href", "src"):
            return change(name, value)
        if name == "id":
            return f"{value}-" if value in RESERVED else value[:200]
        return value

    cleaner = nh3.Cleaner(
        tags=TAGS,
        attributes=_ATTRIBUTES,
        allowed_classes=_CLASSES,
        attribute_filter=filtered,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener",
        set_tag_attribute_values={"img": {"loading": "lazy"}},
    )
    return cleaner.clean(_A_NAME.sub(r"<a id=\1", html))


def left_out(html: str) -> list[str]:
    """The names of the tags in `html` that are not shown."""
    return sorted({name.lower() for name in _A_TAG.findall(html)} - TAGS)[:10]
