"""HTML among Markdown, as kramdown has it: a block goes on after an empty line, until its own end.

A tag that stands within lines begins no block; what follows a block's end is Markdown again. What is broken is closed
where it stands, so that it never swallows the rest of the page.
"""

import re
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from anam.helpcenter.html_tags import BLOCKS, SPANS, TAG, VOID, Elements, elements_in
from anam.helpcenter.remarks import remark

_NO_END = -1  # a key of a paragraph's cache: before which place no comment ends
_SPAN_WORDS = re.compile(
    r"""<(?P<name>[a-zA-Z][\w-]*+)(?P<rest>[^<>]{0,1000}?\smarkdown=["']?(?:1|span)["']?[^<>]{0,1000})>"""
    r"""(?P<words>[^<]{0,20000}(?:<(?!/?(?P=name)\b)[^<]{0,20000}){0,200})</(?P=name)\s*>""",
    re.IGNORECASE,
)
_SUMMARY = re.compile(r"<(?P<name>summary)(?P<rest>)>(?P<words>[^<]{1,1000})</summary>", re.IGNORECASE)


def html_blocks(md: MarkdownIt) -> None:
    """Teach `md` to read HTML as kramdown does."""
    interrupts: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote"]}
    md.block.ruler.at("html_block", _html_block, interrupts)
    md.block.ruler.before("code", "indented_html", _indented)
    md.inline.ruler.at("html_inline", _html_inline)


def _elements(state: StateBlock) -> Elements:
    if "elements" not in state.env:
        state.env["elements"] = elements_in(state.src) if "<" in state.src else Elements()
        state.env["html_until"] = 0
        state.env["lacking"] = set()
    elements: Elements = state.env["elements"]
    return elements


def _indented(state: StateBlock, begins: int, ends: int, silent: bool) -> bool:
    """In a block of HTML that goes on after an empty line, what is set in is no code."""
    _elements(state)
    if silent or state.level or not state.is_code_block(begins):
        return False
    if state.bMarks[begins] >= state.env["html_until"]:
        return False
    _until_empty(state, begins, begins, ends)
    return True


def _html_block(state: StateBlock, begins: int, ends: int, silent: bool) -> bool:
    at = state.bMarks[begins] + state.tShift[begins]
    if state.is_code_block(begins) or not state.src.startswith("<", at):
        return False
    elements = _elements(state)
    if state.src.startswith(("<!", "<?"), at):
        return _aside(state, begins, ends, at, silent)
    tag = TAG.match(state.src, at)
    if tag is None:
        return False
    name = tag[2].lower()
    if name in SPANS or ":" in name or "@" in name or (silent and name not in BLOCKS):
        return False
    if silent:
        return True
    element = elements.at(at)
    within = state.bMarks[begins] < state.env["html_until"]
    alone = name in VOID or tag[3].endswith("/")
    if alone and not within and state.src[tag.end() : state.eMarks[begins]].strip():
        return False  # what follows is Markdown
    if element and element.mode != "block" and not within:
        _to_its_end(state, begins, ends, element.ends)
    elif alone and not within:
        _to_its_end(state, begins, ends, tag.end())
    else:
        _until_empty(state, begins, begins, ends)
    return True


def _html_inline(state: StateInline, silent: bool) -> bool:
    """A tag, or a comment, within a line; the library's own rule copies the rest of the text for each."""
    src, at = state.src, state.pos
    if not src.startswith("<", at):
        return False
    tag = TAG.match(src, at)
    end = tag.end() if tag and ":" not in tag[2] and "@" not in tag[2] else 0
    if not end and src.startswith("<!--", at) and at >= state.cache.get(_NO_END, 0):
        end = src.find("-->", at + 4) + 3
        if end < 3:
            state.cache[_NO_END] = len(src)
    if end <= at:
        return False
    if not silent:
        state.push("html_inline", "", 0).content = src[at:end]
    state.pos = end
    return True


def _aside(state: StateBlock, begins: int, ends: int, at: int, silent: bool) -> bool:
    """A comment, or what else is no tag: to its end; without one it is text."""
    end = next(
        end
        for mark, end in (("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>"), ("<", ">"))
        if state.src.startswith(mark, at)
    )
    found = state.src.find(end, at + 2) if end not in state.env["lacking"] else -1
    if found < 0:
        state.env["lacking"].add(end)
        if end == "-->" and not silent:
            remark(state.env, "a comment is opened here and never closed", "<!--")
        return False
    found += len(end)
    if found < state.eMarks[begins] and state.src[found : state.eMarks[begins]].strip():
        return False  # what follows is Markdown
    if not silent:
        _to_its_end(state, begins, ends, found, keep=False)
    return True


def _to_its_end(state: StateBlock, begins: int, ends: int, end: int, *, keep: bool = True) -> None:
    """The lines of a block that ends at `end`; over empty lines, where it is all HTML. What follows is Markdown."""
    line = begins
    while line < ends and state.eMarks[line] < end:
        line += 1
        if line < ends and keep and (state.isEmpty(line) or state.sCount[line] < state.blkIndent):
            state.env["html_until"] = max(end, state.env["html_until"])
            _push(state, begins, line)
            return
    if line >= ends:
        _push(state, begins, ends)
        return
    if line == begins:
        _push(state, begins, line + 1)
        return
    _push(state, begins, line + 1, cut=state.eMarks[line] - end)
    go_on_within(state, line, end)


def go_on_within(state: StateBlock, line: int, at: int) -> None:
    """Read the rest of a line, from `at` of the source, as if it were a line by itself."""
    rest = state.src[at : state.eMarks[line]]
    if rest.strip():
        state.bMarks[line], state.tShift[line] = at + len(rest) - len(rest.lstrip()), 0
        state.sCount[line] = state.blkIndent
        state.line = line


def _until_empty(state: StateBlock, begins: int, line: int, ends: int) -> None:
    while line < ends and not state.isEmpty(line) and (line == begins or state.sCount[line] >= state.blkIndent):
        line += 1
    _push(state, begins, line)


def _push(state: StateBlock, begins: int, ends: int, cut: int = 0) -> None:
    content = state.getLines(begins, ends, state.blkIndent, True)
    if cut:
        content = content.rstrip("\n")[:-cut] + "\n"
    token = state.push("html_block", "", 0)
    token.map = [begins, ends]
    token.content = content
    state.line = ends


def read_words(md: MarkdownIt, tokens: list[Token], env: dict[str, Any]) -> None:
    """Read the Markdown that stands within the lines of HTML in `tokens`, where the HTML says that there is some."""
    inner = {"references": env.get("references", {}), "remarks": env.setdefault("remarks", {})}

    def read(found: re.Match[str]) -> str:
        words = md.renderInline(found["words"].strip(), inner)
        return f"<{found['name']}{found['rest']}>{words}</{found['name']}>"

    for token in tokens:
        if token.type == "html_block" and "markdown=" in token.content:
            token.content = _SPAN_WORDS.sub(read, token.content)
        if token.type == "html_block" and "<summary>" in token.content:
            token.content = _SUMMARY.sub(read, token.content)
