"""Lists within lists as kramdown reads them: an item that is set in less than the words above it is still within."""

import re
from dataclasses import dataclass

_ITEM = re.compile(r"( *)(?:([-*+])|(\d{1,9})[.)])( +)(?=\S)")
_FENCE = re.compile(r" *(`{3,}|~{3,})")


@dataclass
class _Open:
    """An item that is open: where its mark stands, where its words begin, and whether it is numbered."""

    mark: int
    words: int
    numbered: bool


def set_in(source: str) -> str:
    """`source` with each item of another kind than the one above moved under that one's words."""
    if not _ITEM.search(source):
        return source
    lines: list[str] = []
    outer: _Open | None = None
    moved: _Open | None = None  # the item that is being moved, as it is written
    fence = ""
    for line in source.split("\n"):
        was, fence = fence, _fenced(line, fence)
        item = None if was or fence else _ITEM.match(line)
        here = len(line) - len(line.lstrip(" "))
        if item is None:
            if not was and line.strip() and here == 0 and not (lines and lines[-1].strip()):
                outer = moved = None  # what is not set in, after an empty line: the list is over
            within = moved is not None and line.strip() and here > moved.mark
        elif outer and outer.mark < here < outer.words and (moved or bool(item[3]) != outer.numbered):
            if moved is None or here <= moved.mark:
                moved = _Open(here, item.end(), bool(item[3]))
            within = True
        else:
            if not (moved and outer and here >= outer.words):
                outer, moved = _Open(here, item.end(), bool(item[3])), None
            within = moved is not None
        lines.append(" " * (outer.words - moved.mark) + line if within and outer and moved else line)
    return "\n".join(lines)


def _fenced(line: str, fence: str) -> str:
    found = _FENCE.match(line)
    if not fence:
        return found[1] if found else ""
    ends = found and found[1][0] == fence[0] and len(found[1]) >= len(fence) and line.strip() == found[1]
    return "" if ends else fence
