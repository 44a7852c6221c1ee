"""What somebody added to the mail they answer. The rest is folded away: the quotation, and their signature.

Not a line is deleted. Where it is not sure that a line is quoted, it counts as added: too much rather than too little.
"""

import re
from dataclasses import dataclass
from itertools import takewhile

from anam.mail.headings import ends_with_a_colon, heading_above, is_dated, is_label, names_us
from anam.mail.lines import Line, give_gaps_a_kind, joined, lines_of
from anam.mail.originals import Original

# Stands at the top of every e-mail that can be answered; mail programs quote it in every way there is.
MARKER = "---- Answer above this line ----"
# In quotation marks somebody speaks of it.
_MARKER = re.compile(r"(?<![\"'“”„‘’«»‹›「`-])-{2,6}\\?-{0,6} ?Answer above this line ?-", re.IGNORECASE)
# Words that stand on the marker's line, before it.
_MARKER_HANGS = re.compile(rf"^([^\n]{{0,998}}?\w[^\w\n-]{{0,20}})({_MARKER.pattern})", re.IGNORECASE | re.MULTILINE)
_MAX_LINES_OF_SIGNATURE = 10
_MAX_TRIES = 50
# Our e-mail, quoted, is known by one of so many lines at its beginning.
_SURE_WITHIN = 6
_OF_A_PHONE = re.compile(r"Sent from my (?:iPhone|iPad)\.?")
_GAP = "\n\n[…]\n\n"


@dataclass(frozen=True)
class Cut:
    """`words` were added. Whoever may read them may see what was `left_out`; `quoted` may be of our own e-mail.

    That says things to its reader alone, such as their note to support.
    """

    words: str
    left_out: str = ""
    quoted: str = ""


def cut(text: str, *, original: Original | None = None) -> Cut:
    """`text` parted. `original` is our e-mail that it answers, where we know which: what it says was not added.

    Everything quoted, and not known to be our letter's: nothing is cut.
    """
    lines, original = lines_of(_MARKER_HANGS.sub(r"\1\n\2", text.strip())), original or Original()
    start = _start_of_quotation(lines, original)
    if start is None:
        _sort_by_marks(lines, original)
    else:
        _sort_above(lines, start)
        _sort_below(lines, start, original)
    if not any(line.kind == "added" and line.content for line in lines):
        _add_all_but(lines, original)
    else:
        _sign(lines)
    give_gaps_a_kind(lines)
    aside = [joined(lines, kind, gap=_GAP) for kind in ("foreign", "signature")]
    return Cut(
        joined(lines, "added", gap="\n\n"), "\n\n".join(one for one in aside if one), joined(lines, "quoted", gap=_GAP)
    )


def _start_of_quotation(lines: list[Line], original: Original) -> int | None:
    """The first line that is surely quoted: our marker, or what follows a heading with our address.

    A sentence can look like a heading: without marks of quotation, what follows it is the e-mail, where we know that.
    """
    marked = next((n for n, line in enumerate(lines) if _MARKER.search(line.text)), None)
    if marked is not None:
        marked = _with_preheader(lines, marked, original)
        marked += _take_heading(lines, marked)
        top = _top_of_block(lines, marked)
        return marked + (_take_heading(lines, top) if top < marked else 0)
    tries = [n for n, line in enumerate(lines) if names_us(line)][:_MAX_TRIES]
    for n in tries:
        for end in _ends_of_heading(lines, n):
            if end < len(lines) and heading_above(list(lines), end) <= n:
                first = next((m for m in range(end, len(lines)) if lines[m].content), None)
                if first is not None and not is_label(lines[n]) and _is_not_quoted(lines[first:], original):
                    continue
                more = _take_heading(lines, end)
                return None if first is None else first + more
    return None


def _with_preheader(lines: list[Line], marked: int, original: Original) -> int:
    """Where our e-mail begins: above its marker stands, hidden, what a list of mails shows of it."""
    first, said = marked, ""
    for n in range(marked - 1, -1, -1):
        said = lines[n].content + said
        if not original.begins(said):
            break
        if lines[n].content:
            first = n
    return first


def _is_not_quoted(lines: list[Line], original: Original) -> bool:
    bare = list(takewhile(lambda line: not line.depth, lines))[:_SURE_WITHIN]
    return bool(bare) and original.is_known and not any(original.known(bare))


def _ends_of_heading(lines: list[Line], n: int) -> list[int]:
    """Where a heading may end in which line `n` names us, and a quotation begin."""
    last = n
    while last + 1 < len(lines) and is_label(lines[last + 1]):
        last += 1
    if last > n or (is_label(lines[n]) and n and is_label(lines[n - 1])):
        return [last + 1]
    near = range(n, min(n + 3, len(lines)))
    return [
        end + 1
        for end in near
        if ends_with_a_colon(lines[end]) and any(is_dated(one) for one in lines[max(0, n - 2) : end + 1])
    ]


def _take_heading(lines: list[Line], end: int) -> int:
    """Mark the heading above `end` as quoted; the answer is how many lines there are more for it."""
    before = len(lines)
    top = heading_above(lines, end)
    more = len(lines) - before
    for line in lines[top : end + more]:
        line.kind = "quoted"
    return more


def _top_of_block(lines: list[Line], n: int) -> int:
    """The first line of the quotation, without a gap in its marks, that line `n` stands in."""
    top = n
    while n > 0 and lines[n].depth and (lines[n - 1].depth or not lines[n - 1].content):
        n -= 1
        top = n if lines[n].depth else top
    return top


def _sort_above(lines: list[Line], start: int) -> None:
    """Our e-mail begins with its marker: what is quoted as deep as that, right above it, was typed there."""
    depth, top = lines[start].depth, _top_of_block(lines, start)
    for n, line in enumerate(lines[:start]):
        if not line.kind:
            line.kind = "quoted" if 0 < line.depth < depth else "added"
            if n >= top and line.depth == depth:
                line.text = line.content


def _sort_below(lines: list[Line], start: int, original: Original) -> None:
    """In and below the quotation: what has no mark where the quotation has, and what our e-mail does not say."""
    below, depth = lines[start:], lines[start].depth
    stands, is_first = original.stands_in(below), not any(line.kind == "added" and line.content for line in lines)
    for line, known in zip(below, original.known(below, bare=depth == 0), strict=True):
        typed = not known and (stands or (line.depth == 0 and (depth > 0 or is_first)))
        line.kind = "added" if typed and not _MARKER.search(line.text) else "quoted"
        if typed and line.content and depth and line.depth:
            line.text = line.content


def _sort_by_marks(lines: list[Line], original: Original) -> None:
    """Nothing is surely ours: what is quoted last is the mail that they answer, and other quotations are theirs."""
    last = len(lines)
    while last and (lines[last - 1].depth or not lines[last - 1].content):
        last -= 1
    ours = original.known(lines)
    is_ours = not original.is_known or any(
        known for known, line in zip(ours[last:], lines[last:], strict=True) if line.depth
    )
    for n, (line, known) in enumerate(zip(lines, ours, strict=True)):
        if n >= last:
            line.kind = "quoted" if is_ours else "foreign"
        else:
            line.kind = "quoted" if line.depth and known else "added"
    if any(line.content for line in lines[last:]):
        _take_heading(lines, last)


def _add_all_but(lines: list[Line], original: Original) -> None:
    """All of it is quoted. What is not our letter's may have been typed in the middle of it."""
    stands = original.stands_in(lines)
    for line, known in zip(lines, original.known(lines), strict=True):
        if not known and not (stands and line.kind == "quoted"):
            line.kind = "added"


def _sign(lines: list[Line]) -> None:
    """A signature has its own mark (RFC 3676), once; or it is what one maker of telephones puts there."""
    added = [n for n, line in enumerate(lines) if line.kind == "added"]
    marks = [n for n in added if lines[n].text == "-- "]
    if len(marks) == 1 and any(lines[n].content for n in added if n < marks[0]):
        signed = _run_from(lines, marks[0])
        if sum(bool(line.content) for line in signed) <= _MAX_LINES_OF_SIGNATURE + 1:
            for line in signed:
                line.kind = "signature"
    said = [n for n in added if lines[n].content and lines[n].kind == "added"]
    if len(said) > 1 and _OF_A_PHONE.fullmatch(lines[said[-1]].text) and not lines[said[-1] - 1].content:
        lines[said[-1]].kind = "signature"


def _run_from(lines: list[Line], first: int) -> list[Line]:
    end = first
    while end < len(lines) and lines[end].kind == "added":
        end += 1
    return lines[first:end]
