"""The lines of a mail, and how deep each is quoted."""

import re
from dataclasses import dataclass

_QUOTED = re.compile(r"[ \t]*((?:>[ \t]?)+)")
_MARKS = str.maketrans("", "", "\u200e\u200f\ufeff")  # they turn the direction of what follows, and say nothing


@dataclass
class Line:
    """`text` as it came, `content` without its marks of quotation. `kind` is what it was taken for."""

    text: str
    depth: int
    content: str
    kind: str = ""


def lines_of(text: str) -> list[Line]:
    return [_line(one) for one in text.strip("\n").split("\n")]


def joined(lines: list[Line], kind: str, *, gap: str) -> str:
    """The lines of that kind; `gap` stands where others stood between them."""
    runs: list[list[Line]] = []
    before = ""
    for line in lines:
        if line.kind == kind:
            if before != kind:
                runs.append([])
            runs[-1].append(line)
        before = line.kind
    return gap.join(filter(None, (_text_of(run) for run in runs)))


def _text_of(run: list[Line]) -> str:
    """The lines without the empty ones around them."""
    said = [n for n, line in enumerate(run) if line.content]
    return "\n".join(line.text for line in run[said[0] : said[-1] + 1]).rstrip() if said else ""


def give_gaps_a_kind(lines: list[Line]) -> None:
    """An empty line goes where the line above it goes."""
    before = next((line.kind for line in lines if line.content), "")
    for line in lines:
        if not line.content:
            line.kind = before
        before = line.kind


def _line(text: str) -> Line:
    found = _QUOTED.match(text)
    depth, content = (found[1].count(">"), text[found.end() :]) if found else (0, text)
    return Line(text, depth, content.translate(_MARKS).strip())
