"""The HTML in an article's source: where its tags are, which belong together, and what has Markdown in it."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from textwrap import dedent, indent

# As kramdown has them: these stand within a line, every other tag is a block.
SPANS = {
    "a", "abbr", "acronym", "b", "big", "bdo", "br", "button", "cite", "code", "del", "dfn", "em", "i", "img",
    "input", "ins", "kbd", "label", "mark", "option", "q", "rb", "rbc", "rp", "rt", "rtc", "ruby", "s", "samp",
    "select", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var",
}  # fmt: skip
BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "col", "colgroup", "dd", "details",
    "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3",
    "h4", "h5", "h6", "header", "hr", "html", "iframe", "legend", "li", "link", "main", "menu", "nav", "noscript",
    "ol", "optgroup", "p", "pre", "script", "section", "style", "summary", "table", "tbody", "td", "textarea",
    "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
VOID = {
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
}  # fmt: skip
# What may be left open: a browser closes these by itself.
OPTIONAL = {
    "li", "p", "td", "th", "tr", "dt", "dd", "option", "thead", "tbody", "tfoot", "colgroup", "caption", "html",
    "head", "body",
}  # fmt: skip
RAW = ("script", "style", "pre", "textarea", "title", "xmp", "noembed", "noframes", "iframe")
_IN_A_LINE = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "th", "dt", "caption", "legend", "summary"} | SPANS
TAG = re.compile(r"""<(/?)([a-zA-Z][^\s/<>"']*)((?:[^<>"']++|"[^"]*"|'[^']*'){0,100}+)>""")
_MARK = re.compile(r"""^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(`{3,}|~{3,})|(`+)|<!--|</?[a-zA-Z]""", re.M)
_MARKDOWN = re.compile(r"""\smarkdown\s*=\s*["']?(1|0|block|span)\b["']?""")
_OPTION = re.compile(r"""\{::options\b[^{}]*parse_block_html\s*=\s*["']?(true|false)""")
_EMPTY = re.compile(r"\n[ \t]*\n")
_DEEPEST = 20


@dataclass(frozen=True)
class Element:
    """A tag that is opened, where it is, and where it is closed; `mode` says whether there is Markdown in it."""

    name: str
    begins: int
    inside: int
    closes: int
    ends: int
    mode: str


@dataclass
class Elements:
    """The blocks of HTML in a text that are opened and closed, in their order."""

    all: list[Element] = field(default_factory=list)

    def at(self, position: int) -> Element | None:
        found = bisect_right(self._begins, position) - 1
        return self.all[found] if found >= 0 and self.all[found].begins == position else None

    def __post_init__(self) -> None:
        self.all.sort(key=lambda one: one.begins)
        self._begins = [one.begins for one in self.all]


def elements_in(source: str) -> Elements:
    """The blocks of HTML; what stands in code is none. One way through the text, whatever is in it."""
    found: list[Element] = []
    opened: list[re.Match[str]] = []
    names: Counter[str] = Counter()
    switched = [(at.start(), at[1] == "true") for at in _OPTION.finditer(source)] if "{::options" in source else []
    for tag in _tags(source):
        name = tag[2].lower()
        if name in SPANS and not (tag[1] and names[name]) and not _MARKDOWN.search(tag[3]):
            continue
        if not tag[1]:
            if name not in VOID and not tag[3].endswith("/"):
                opened.append(tag)
                names[name] += 1
        elif names[name]:
            while True:
                opening = opened.pop()
                names[opening[2].lower()] -= 1
                if opening[2].lower() == name:
                    break
            found.append(
                Element(name, opening.start(), opening.end(), tag.start(), tag.end(), _mode(opening, switched))
            )
    return Elements(found)


def _mode(opening: re.Match[str], switched: list[tuple[int, bool]]) -> str:
    """block, span, or nothing where the HTML is no more than that."""
    said = _MARKDOWN.search(opening[3])
    name = opening[2].lower()
    if said is None:
        on = [to for at, to in switched if at < opening.start()][-1:] == [True]
        return ("span" if name in _IN_A_LINE else "block") if on and name not in RAW else ""
    if said[1] == "1":
        return "span" if name in _IN_A_LINE else "" if name in RAW else "block"
    return said[1].replace("0", "")


def _tags(source: str) -> Iterator[re.Match[str]]:
    """Every whole tag that does not stand in code or in a comment."""
    lacking: set[str] = set()
    at = 0
    while mark := _MARK.search(source, at):
        at = mark.end()
        if mark[1]:
            fence = re.compile(rf"^[ \t>]*{mark[1][0]}{{{len(mark[1])},}}[ \t]*$", re.M)
            line = source.find("\n", at)
            closing = fence.search(source, line) if line >= 0 else None
            at = closing.end() if closing else len(source)
        elif mark[2]:
            at = _after_code(source, at, len(mark[2]))
        elif mark[0] == "<!--":
            end = source.find("-->", at) if "-->" not in lacking else -1
            at = end + 3 if end >= 0 else at
            if end < 0:
                lacking.add("-->")
        elif tag := TAG.match(source, mark.start()):
            yield tag
            at = tag.end()
            if not tag[1] and (name := tag[2].lower()) in RAW and name not in lacking:
                closing = re.compile(rf"</{name}\s*>", re.I).search(source, at)
                if closing is None:
                    lacking.add(name)
                else:
                    at = closing.start()


def _after_code(source: str, at: int, length: int) -> int:
    """After the code that begins with so many backticks, if it ends in its paragraph."""
    end = source.find("\n\n", at, at + 20_000)
    for run in re.finditer(r"`+", source[at : end if end >= 0 else at + 20_000]):
        if len(run[0]) == length:
            return at + run.end()
    return at


def opened_up(source: str) -> str:
    """`source` with lines of its own for the Markdown beside a block of HTML, and within one that says so."""
    if "</" not in source:
        return source
    source = _parted(source)
    if "markdown" not in source and "parse_block_html" not in source:
        return source
    found = [one for one in elements_in(source).all if one.mode]
    return _opened(source, 0, len(source), found, 0) if found else source


def _parted(source: str) -> str:
    """The end of a block over empty lines begins a line, and what follows a block in its line goes to the next."""
    empty = [found.start() for found in _EMPTY.finditer(source)]
    breaks: list[int] = []
    at = 0
    for one in elements_in(source).all:
        if one.mode or one.name in RAW:
            continue
        if bisect_right(empty, one.begins) < bisect_right(empty, one.closes):
            if source[source.rfind("\n", 0, one.closes) + 1 : one.closes].strip():
                breaks.append(one.closes)
        elif one.begins >= at and not source[max(source.rfind("\n", 0, one.begins) + 1, at) : one.begins].strip():
            at = one.ends
            line_end = source.find("\n", at)
            rest = source[at : line_end if line_end >= 0 else len(source)].strip()
            if rest and not rest.startswith("<"):
                breaks.append(at)
    breaks.sort()
    return "\n".join(source[begin:end] for begin, end in zip([0, *breaks], [*breaks, len(source)], strict=True))


def _opened(source: str, begin: int, end: int, found: list[Element], depth: int) -> str:
    """`found` are the elements with Markdown in them between `begin` and `end`."""
    parts: list[str] = []
    at, i = begin, 0
    while i < len(found):
        one, i = found[i], i + 1
        if one.mode != "block":
            continue
        first = i
        while i < len(found) and found[i].begins < one.ends:
            i += 1
        inner = found[first:i] if depth < _DEEPEST else []
        line = source.rfind("\n", 0, one.begins) + 1
        margin = re.match(r"[ \t]*", source[line : one.begins])[0]  # type: ignore[index]
        words = dedent(_opened(source, one.inside, one.closes, inner, depth + 1).strip("\n"))
        opening, closing = source[one.begins : one.inside], source[one.closes : one.ends]
        parts += [source[at : one.begins].rstrip(" \t"), "\n\n", indent(f"{opening}\n\n{words}\n\n{closing}", margin)]
        parts += ["\n\n", margin]
        at = one.ends
    return "".join([*parts, source[at:end]])
