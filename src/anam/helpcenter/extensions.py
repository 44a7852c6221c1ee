"""kramdown's {::comment}, {::nomarkdown}, {::options}, $$formulas$$, ^ and two backslashes at the end of a line."""

import re
from collections.abc import MutableMapping
from typing import Any

from django.utils.html import escape
from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from anam.helpcenter.html_blocks import go_on_within
from anam.helpcenter.remarks import remark

_OPENS = re.compile(r"\{::(\w+)([^{}]{0,500}?)(/?)\}")
_ENDS = re.compile(r"\{:/\w*\}")
_OPTION = re.compile(r"([\w-]+)\s*=")
_GUILLEMETS = re.compile(r"(?:<<)+")
_UNDERSTOOD = {"parse_block_html"}
_KNOWN = {"comment", "nomarkdown", "options"}
_LACKING = "an end {:/}"


def extensions(md: MarkdownIt) -> None:
    """Teach `md` to read these."""
    interrupts: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list", "table"]}
    md.block.ruler.before("table", "end_of_block", _end_of_block, interrupts)
    md.block.ruler.before("table", "extension", _block, interrupts)
    md.block.ruler.before("table", "formula", _formula, interrupts)
    md.inline.ruler.before("escape", "line_break", _line_break)
    md.inline.ruler.before("escape", "extension", _span)
    md.inline.ruler.before("escape", "formula", _formula_within)
    md.inline.ruler.before("escape", "guillemet", _guillemet)


def _end_of_block(state: StateBlock, begins: int, ends: int, silent: bool) -> bool:
    """A ^ alone ends the block before it, and is nothing itself."""
    at = state.bMarks[begins] + state.tShift[begins]
    if state.is_code_block(begins) or state.src[at : state.eMarks[begins]].rstrip() != "^":
        return False
    if not silent:
        state.line = begins + 1
    return True


def _block(state: StateBlock, begins: int, ends: int, silent: bool) -> bool:
    """{::options … /} and {:/} say nothing to a reader; {::comment} is left out, {::nomarkdown} is HTML."""
    at = state.bMarks[begins] + state.tShift[begins]
    if state.is_code_block(begins) or not state.src.startswith(("{::", "{:/"), at):
        return False
    line = state.src[at : state.eMarks[begins]]
    opening = _OPENS.match(line)
    if opening is None and not _ENDS.fullmatch(line.strip()):
        return False
    if opening and (opening[1] not in _KNOWN or (opening[3] and line[opening.end() :].strip())):
        return False
    if opening and (same := _ENDS.search(line, opening.end())) and line[same.end() :].strip():
        return False  # it stands within a line
    if silent:
        return True
    state.line = begins + 1
    if opening is None or opening[3]:
        _options(opening, state.env)
        return True
    end = _ENDS.search(state.src, at + opening.end()) if _LACKING not in state.env else None
    if end is None or end.start() > state.eMarks[ends - 1]:
        if end is None:
            state.env[_LACKING] = True
        remark(state.env, f"{{::{opening[1]}}} is opened here and never closed: what follows is shown", opening[0])
        return True
    if opening[1] == "nomarkdown":
        token = state.push("html_block", "", 0)
        token.content = state.src[at + opening.end() : end.start()] + "\n"
    while state.line < ends and state.bMarks[state.line] < end.end():
        state.line += 1
    go_on_within(state, state.line - 1, end.end())
    return True


def _options(found: re.Match[str] | None, env: MutableMapping[str, Any]) -> None:
    if found is None or found[1] != "options":
        return
    for name in _OPTION.findall(found[2]):
        if name not in _UNDERSTOOD:
            remark(env, f"{{::options {name} }} is not followed here", found[0])


def _span(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("{::", state.pos):
        return False
    opening = _OPENS.match(state.src, state.pos)
    if opening is None or opening[1] not in _KNOWN:
        return False
    at = -1 if opening[3] else state.src.find("{:/", opening.end())
    end = _ENDS.match(state.src, at) if at >= 0 else None
    if not silent and end and opening[1] == "nomarkdown":
        state.push("html_inline", "", 0).content = state.src[opening.end() : end.start()]
    if not silent and end is None and opening[3]:
        _options(opening, state.env)
    elif not silent and end is None:
        remark(state.env, f"{{::{opening[1]}}} is opened here and never closed: what follows is shown", opening[0])
    state.pos = end.end() if end else opening.end()
    return True


def _formula(state: StateBlock, begins: int, ends: int, silent: bool) -> bool:
    """A formula by itself is shown as it is written."""
    at = state.bMarks[begins] + state.tShift[begins]
    if silent or state.is_code_block(begins) or not state.src.startswith("$$", at):
        return False
    line = begins
    while line < ends and not state.isEmpty(line) and state.sCount[line] >= state.blkIndent:
        line += 1
    words = state.getLines(begins, line, state.blkIndent, False).strip()
    if len(words) < 5 or not words.endswith("$$") or "$$" in words[2:-2]:
        return False
    token = state.push("html_block", "", 0)
    token.content = f"<pre><code>{escape(words[2:-2].strip())}</code></pre>\n"
    remark(state.env, "formulas are shown as they are written", "$$")
    state.line = line
    return True


def _formula_within(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("$$", state.pos):
        return False
    end = state.src.find("$$", state.pos + 2)
    if end < 0 or not state.src[state.pos + 2 : end].strip():
        return False
    if not silent:
        token = state.push("code_inline", "code", 0)
        token.content = state.src[state.pos + 2 : end].strip()
        remark(state.env, "formulas are shown as they are written", "$$")
    state.pos = end + 2
    return True


def _line_break(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("\\\\\n", state.pos):
        return False
    if not silent:
        state.push("hardbreak", "br", 0)
    state.pos += 3
    while state.src.startswith(" ", state.pos):
        state.pos += 1
    return True


def _guillemet(state: StateInline, silent: bool) -> bool:
    """<< begins no tag."""
    if not state.src.startswith("<<", state.pos):
        return False
    length = len(_GUILLEMETS.match(state.src, state.pos)[0])  # type: ignore[index]
    if not silent:
        state.pending += "<" * length
    state.pos += length
    return True
