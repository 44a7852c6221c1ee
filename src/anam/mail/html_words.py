"""HTML as the plain text that a person reads: no signs but those that they typed, and the marks of a quotation."""

import re
from html import unescape

import nh3

MAX_HTML = 250_000
MAX_BOXES = 1500
# Deeper than this nobody quotes or lists by hand; each level costs room in every line.
_DEEPEST = 20
_INLINE = {"td", "th"}
_LINES = {"div", "tr", "li", "dt", "dd", "br"}
_PARAGRAPHS = {"p", "blockquote", "pre", "hr", "ul", "ol", "dl", "table", "h1", "h2", "h3", "h4", "h5", "h6"}
_TOKENS = re.compile(r"<(/?)([a-z0-9]{1,10})>")
_SPACE = re.compile(r"[ \t\n\r\f]+")
# What is taken out before anything is read: mail programs put more of it into a mail than words.
_NOT_WORDS = (("<!--", "-->"), ("<style", "</style"), ("<script", "</script"))


def words_of_html(html: str) -> str:
    """What `html` says, in bounded time: paragraphs apart, `> ` before quoted lines, `- ` or `1. ` before a list's."""
    for begin, end in _NOT_WORDS:
        html = _without(html, begin, end)
    html = html[:MAX_HTML]
    if html.lower().count("<div") > MAX_BOXES:  # one within the other, they take minutes
        html = re.sub(r"</?div\b[^>]{0,500}>", "<br>", html, flags=re.IGNORECASE)
    kept = _INLINE | _LINES | _PARAGRAPHS
    html = nh3.clean(html, tags=kept, attributes={}, link_rel=None, clean_content_tags={"script", "style", "title"})
    writer = _Writer()
    at = 0
    for token in _TOKENS.finditer(html):
        writer.say(html[at : token.start()])
        writer.end(token[2]) if token[1] else writer.begin(token[2])
        at = token.end()
    writer.say(html[at:])
    return writer.text()


def _without(html: str, begin: str, end: str) -> str:
    """`html` without all that stands between `begin` and `end`. What never ends is left for the reader of HTML."""
    lower, kept, at = html.lower(), [], 0
    if len(lower) != len(html):  # a letter that is two in lower case: the places would not fit
        return html
    while (first := lower.find(begin, at)) >= 0:
        last = lower.find(end, first + len(begin))
        if last < 0:
            break
        kept.append(html[at:first])
        at = lower.find(">", last) + 1 or len(html)
    return "".join(kept) + html[at:]


class _Writer:
    """Writes lines as the tags come. A paragraph wants an empty line before it, but never two."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._words = ""
        self._is_apart = True  # an empty line stands above, or nothing
        self._wants_gap = False
        self._quoted = self._kept_as_is = self._depth_above = 0
        self._lists: list[int] = []  # for each the number of its next point; 0 where it has none
        self._point = ""

    def say(self, html: str) -> None:
        words = unescape(html).replace("\u00a0", " ")
        if self._kept_as_is:
            *whole, rest = words.split("\n")
            for line in whole:
                self._words += line
                self._end_line(even_empty=True)
            self._words += rest
            return
        words = _SPACE.sub(" ", unescape(html)).replace("\u00a0", " ")
        self._words += words.lstrip(" ") if not self._words or self._words.endswith(" ") else words

    def begin(self, tag: str) -> None:
        if tag == "br":
            self._end_line(even_empty=True)
        elif tag in _INLINE:
            self._words = f"{self._words.rstrip()} " if self._words.strip() else ""
        elif tag in _LINES or tag in _PARAGRAPHS:
            self._end_line()
            self._wants_gap |= tag in _PARAGRAPHS and not (tag in ("ul", "ol") and self._lists)
        if tag == "hr":
            self._words = "-" * 20
            self._end_line()
            self._wants_gap = True
        elif tag == "li":
            self._begin_point()
        elif tag in ("ul", "ol"):
            self._lists.append(int(tag == "ol"))
        self._quoted += tag == "blockquote"
        self._kept_as_is += tag == "pre"

    def end(self, tag: str) -> None:
        if tag in _INLINE:
            return
        self._end_line()
        if tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        self._wants_gap |= tag in _PARAGRAPHS and not (tag in ("ul", "ol") and self._lists)
        self._quoted -= tag == "blockquote"
        self._kept_as_is -= tag == "pre"

    def text(self) -> str:
        self._end_line()
        return "\n".join(self._lines).strip("\n")

    def _begin_point(self) -> None:
        number = self._lists[-1] if self._lists else 0
        indent = "  " * min(len(self._lists) - 1, _DEEPEST)
        self._point = f"{indent}{number}. " if number else f"{indent}- "
        if number:
            self._lists[-1] += 1

    def _end_line(self, *, even_empty: bool = False) -> None:
        words = self._words.rstrip() if not self._words.startswith("-- ") else self._words
        self._words = ""
        if not words and not even_empty:
            return
        depth = min(self._quoted, _DEEPEST)
        if words:
            if self._wants_gap and not self._is_apart:
                self._lines.append(("> " * min(depth, self._depth_above)).rstrip())
            words, self._point, self._wants_gap = self._point + words, "", False
        self._lines.append("> " * depth + words if words else ("> " * depth).rstrip())
        self._is_apart, self._depth_above = not words, depth
