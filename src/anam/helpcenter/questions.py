"""Questions and their answers, found where an article has a section of them: for search engines."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markdown_it.token import Token

_SECTION = re.compile(r"\bFAQs?\b|frequently asked|questions and answers|common questions", re.IGNORECASE)
_ASKED = re.compile(r"^\s*Q(?:uestion)?\s*[:.]\s*(.+?)\s*\bA(?:nswer)?\s*[:.]\s*(.+)$", re.DOTALL)
_MAX_LENGTH = 2_000
_MAX_COUNT = 50


class Question(NamedTuple):
    asked: str
    answer: str


def questions_in(tokens: Sequence[Token]) -> list[Question]:
    """The pairs of every section that says it holds questions: headings with a “?”, or “Q: … A: …” in a list."""
    found: list[Question] = []
    for section in _sections(tokens):
        found += [*_under_headings(section), *_in_lists(section)]
    return found[:_MAX_COUNT]


def _sections(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """What stands under each heading of that kind, up to the next heading that is no deeper."""
    i = 0
    while i < len(tokens):
        if tokens[i].type == "heading_open" and _SECTION.search(tokens[i + 1].content):
            ends = i + 3
            while ends < len(tokens) and not (
                tokens[ends].type == "heading_open" and tokens[ends].tag <= tokens[i].tag
            ):
                ends += 1
            yield tokens[i + 3 : ends]
            i = ends
        else:
            i += 1


def _under_headings(section: Sequence[Token]) -> Iterator[Question]:
    heads = [i for i, token in enumerate(section) if token.type == "heading_open"]
    for at, following in zip(heads, [*heads[1:], len(section)], strict=False):
        asked, answer = _text(section[at + 1 : at + 2]), _text(section[at + 3 : following])
        if asked.endswith("?") and answer:
            yield Question(asked, answer)


def _in_lists(section: Sequence[Token]) -> Iterator[Question]:
    for token in section:
        if token.type == "inline" and (pair := _ASKED.match(_text([token]))):
            yield Question(pair[1], pair[2])


def _text(tokens: Sequence[Token]) -> str:
    parts = []
    for token in tokens:
        for child in token.children or []:
            parts.append(
                " "
                if child.type in ("softbreak", "hardbreak")
                else child.content
                if child.nesting == 0 and child.type in ("text", "code_inline")
                else ""
            )
        parts.append(" ")
    return " ".join("".join(parts).split())[:_MAX_LENGTH]
