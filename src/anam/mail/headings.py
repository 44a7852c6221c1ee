"""What mail programs write above a quotation, told by its shape, in whatever language.

Either an attribution ("On Tuesday, 24 November 2026 at 10:02 she <her@address> wrote:", over up to three lines), or a
block of headers: some lines of "label: value", one of them with our address or with a day and the time of it.
"""

import re
from email.utils import parseaddr

from django.conf import settings

from anam.mail.lines import Line
from anam.marketplace.current import marketplace

_MAX_LINES_OF_ATTRIBUTION = 3
_MAX_LINES_OF_HEADERS = 15
_DATE = re.compile(r"\d{1,2} ?[:.٫] ?\d{2}|(?<!\d)\d{4}(?!\d)|\d{1,4}[./-]\d{1,2}[./-]\d{1,4}")
# A clock as mail programs write it beside a day; prices have no such neighbours.
_CLOCK = re.compile(r"(?<![\d.:/-])\d{1,2} ?[:.٫] ?\d{2}(?:[:.٫]\d{2})?(?![\d/-]|\.\d)")
_DAY = re.compile(r"(?<!\d)\d{4}(?!\d)|\d{1,4}[./-]\d{1,2}[./-]\d{1,4}")
_LABEL = re.compile(r"[*_•]{0,2}[^\W\d_][^\d:：@<>]{0,40}[:：](?!//)\s*[*_]{0,2}\s*\S")
_SEPARATOR = re.compile(r"[-_=*─—–]{5,}|[-_]{2,}[^-_].{0,60}[-_]{2,}")
_END_OF_A_SENTENCE = re.compile(r"[!?。！？؟](?:\s|$)|[。！？]")
_IN_BRACKETS = re.compile(r"[<(\[][^<>()\[\]]*@|@[^<>()\[\]]*[>)\]]")
_FULL_STOP = re.compile(r"\.\s")
# Longer than what stands before the first number or address of an attribution, in any language that we know.
_MAX_BEGINNING_LENGTH = 30


def heading_above(lines: list[Line], end: int) -> int:
    """Where the heading right above line `end` begins; `end` where there is none.

    Words that hang at its first line are split from it: then `lines` holds one more.
    """
    last = end - 1
    while last >= 0 and not lines[last].content:
        last -= 1
    top = _attribution(lines, last)
    if top > last or is_label(lines[top]):
        top = min(top, _headers(lines, last))
    if top > last:
        return end
    top = _split_words_from(lines, top)
    above = top - 1
    while above >= 0 and (not lines[above].content or _SEPARATOR.fullmatch(lines[above].content)):
        if lines[above].content:
            top = above
        above -= 1
    return top


def is_label(line: Line) -> bool:
    return bool(_LABEL.match(line.content))


def names_us(line: Line) -> bool:
    """Whether an address of ours stands in it."""
    words = line.content.lower()
    addresses = {marketplace().support_email, marketplace().sender_address, parseaddr(marketplace().from_email)[1]}
    return any(one and one.lower() in words for one in addresses) or bool(
        settings.REPLY_DOMAIN and f"@{settings.REPLY_DOMAIN}".lower() in words
    )


def is_dated(line: Line) -> bool:
    return bool(_DATE.search(line.content))


def _says_when(line: Line) -> bool:
    """Whether it holds a day and a time: people write lists with labels too, of prices and of addresses."""
    return bool(_CLOCK.search(line.content) and _DAY.search(line.content))


def ends_with_a_colon(line: Line) -> bool:
    return line.content.rstrip("*_ ").endswith((":", "："))


def _attribution(lines: list[Line], last: int) -> int:
    """Its first line; last + 1 where there is none."""
    few = _paragraph(lines, last, most=_MAX_LINES_OF_ATTRIBUTION)
    dated = [n for n in few if is_dated(lines[n]) and (n == last or not _ends_a_sentence(lines[n]))]
    addressed = [n for n in few if "@" in lines[n].content]
    by_us = [n for n in few if names_us(lines[n])]
    if not few or not (dated or by_us):
        return last + 1
    if not ends_with_a_colon(lines[last]) and not (dated and any(_IN_BRACKETS.search(lines[n].content) for n in by_us)):
        return last + 1
    first = min(max(found) for found in (dated, addressed) if found)
    return first - 1 if _goes_on_from(lines, first) else first


def _goes_on_from(lines: list[Line], first: int) -> bool:
    """Whether the date in line `first` was begun on the line above: "On Fri, Nov 27," and then "2026 at …"."""
    above = lines[first - 1].content if first else ""
    return (
        above.endswith(",")
        and any(sign.isdigit() for sign in above)
        and bool(re.match(r"\d{4}(?!\d)", lines[first].content))
    )


def _headers(lines: list[Line], last: int) -> int:
    """The first line of a block of headers that ends at `last`; last + 1 where there is none."""
    few = _paragraph(lines, last, most=_MAX_LINES_OF_HEADERS)
    labels = [n for n in few if is_label(lines[n])]
    if not labels:
        return last + 1
    block = range(labels[0], last + 1)
    has_us = any(names_us(lines[n]) for n in block)
    is_sent = any(_says_when(lines[n]) for n in block)
    if not ((len(labels) >= 3 and is_sent) or (len(labels) >= 2 and has_us)):
        return last + 1
    name = marketplace().name.lower()
    sure = [n for n in labels if "@" in lines[n].content or is_dated(lines[n]) or name in lines[n].content.lower()]
    return sure[0] if sure else labels[0]


def _paragraph(lines: list[Line], last: int, *, most: int) -> list[int]:
    """The numbers of the lines up to `last` that hang together and are quoted as deep."""
    found: list[int] = []
    for n in range(last, max(-1, last - most), -1):
        if not lines[n].content or lines[n].depth != lines[last].depth:
            break
        found.insert(0, n)
    return found


def _ends_a_sentence(line: Line) -> bool:
    return line.content.endswith((".", "!", "?", "。", "！", "？", "؟"))


def _split_words_from(lines: list[Line], top: int) -> int:
    """Some programs lose the line end between the last words and the attribution."""
    line = lines[top]
    begins = re.search(r"[\d<@]", line.content)
    before = line.content[: begins.start()] if begins else ""
    ends = list(_END_OF_A_SENTENCE.finditer(before))
    if not ends and len(before) > _MAX_BEGINNING_LENGTH:
        ends = list(_FULL_STOP.finditer(before))
    if not ends or is_label(line):
        return top
    at = ends[-1].end()
    head, tail = line.content[:at].strip(), line.content[at:].strip()
    lines[top : top + 1] = [Line(head, line.depth, head), Line(tail, line.depth, tail)]
    return top + 1
