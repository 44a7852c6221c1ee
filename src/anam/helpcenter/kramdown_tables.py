"""kramdown's tables that GitHub does not know: without a heading row, with several bodies, with a foot."""

import re
from collections.abc import Iterator
from itertools import chain

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

# What may stand around a bar that divides nothing: code, an escaped sign, the words of a link.
_BAR = re.compile(r"(`++)[^`]*+\1(?!`)|\\.|\[[^\[\]]*\]\([^()\s]*\)|(\|)")
_LINE = re.compile(r"[+|: \t-]*-[+|: \t-]*")
_FOOT = re.compile(r"[+|: \t=]*=[+|: \t=]*")
_MAX_ROWS = 2_000
_MAX_CELLS = 200


def kramdown_tables(md: MarkdownIt) -> None:
    md.block.ruler.before("table", "kramdown_table", _table)


def _table(state: StateBlock, begins: int, ends: int, silent: bool) -> bool:
    if silent or state.is_code_block(begins) or "|" not in _text(state, begins):
        return False
    lines = _lines(state, begins, ends)
    if not lines or not _is_ours(lines):
        return False
    parts = _parts(lines)
    if not any(rows for kind, rows in parts if kind == "tbody"):
        return False
    opening = state.push("table_open", "table", 1)
    opening.map = [begins, begins + len(lines)]
    for kind, rows in parts:
        state.push(f"{kind}_open", kind, 1)
        for row in rows:
            _row(state, begins, row, "th" if kind == "thead" else "td")
        state.push(f"{kind}_close", kind, -1)
    state.push("table_close", "table", -1)
    state.line = begins + len(lines)
    return True


def _text(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].strip()


def _lines(state: StateBlock, begins: int, ends: int) -> list[str]:
    """The lines with bars in them up to the end of the block; none where something else stands right below."""
    lines: list[str] = []
    line = begins
    while line < min(ends, begins + _MAX_ROWS) and not state.isEmpty(line) and state.sCount[line] >= state.blkIndent:
        text = _text(state, line)
        if text.startswith(("{:", "^")):
            return lines
        if not _bars(text):
            return []
        lines.append(text)
        line += 1
    return lines


def _bars(line: str) -> list[int]:
    return [found.start(2) for found in _BAR.finditer(line) if found[2]] if "|" in line else []


def _is_ours(lines: list[str]) -> bool:
    """Whether it is a table, and one that the plain rule would not read as it is meant."""
    divided = [i for i, line in enumerate(lines) if _LINE.fullmatch(line)]
    if any(_FOOT.fullmatch(line) for line in lines):
        return True
    if divided == [1]:  # the plain rule takes "- " for a list, and wants as many dashes as there are columns
        columns = [part for part in lines[1].strip("|").split("|") if part.strip()]
        return lines[1].startswith("- ") or len(columns) != len(list(_cells(lines[0])))
    return bool(divided) or lines[0].startswith("|") or len(lines) > 1


def _parts(lines: list[str]) -> list[tuple[str, list[list[str]]]]:
    parts: list[tuple[str, list[list[str]]]] = []
    rows: list[list[str]] = []
    has_head = has_foot = False
    for line in lines:
        if _LINE.fullmatch(line):
            if rows:
                parts.append(("tbody" if has_head else "thead", rows))
                has_head, rows = True, []
        elif _FOOT.fullmatch(line):
            if rows:
                parts.append(("tbody", rows))
            has_head, has_foot, rows = True, True, []
        else:
            rows.append(list(_cells(line)))
    if rows:
        parts.append(("tfoot" if has_foot else "tbody", rows))
    return parts


def _cells(line: str) -> Iterator[str]:
    inner = line[1:] if line.startswith("|") else line
    bars = _bars(inner)
    if bars and bars[-1] == len(inner) - 1:
        inner, bars = inner[:-1], bars[:-1]
    for begin, end in zip(chain([0], (bar + 1 for bar in bars)), chain(bars, [len(inner)]), strict=True):
        yield inner[begin:end].strip().replace("\\|", "|")


def _row(state: StateBlock, line: int, cells: list[str], tag: str) -> None:
    state.push("tr_open", "tr", 1)
    for cell in cells[:_MAX_CELLS]:
        state.push(f"{tag}_open", tag, 1)
        words = state.push("inline", "", 0)
        words.content, words.children, words.map = cell, [], [line, line + 1]
        state.push(f"{tag}_close", tag, -1)
    state.push("tr_close", "tr", -1)
