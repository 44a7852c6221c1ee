"""kramdown's abbreviations: *[HTML]: HyperText Markup Language, and every HTML in the text says what it stands for."""

import re
from collections.abc import Iterator

from django.utils.html import escape
from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from anam.helpcenter.remarks import remark

_DEFINED = re.compile(r"\*\[([^\]\n]{1,200})\]:[ \t]*(.*)")
_PIECE = re.compile(r"\w+|\W")
_MAX_COUNT = 500


def abbreviations(md: MarkdownIt) -> None:
    """Teach `md` to take definitions of abbreviations out of the text; they are kept in env["abbreviations"]."""
    interrupts: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    md.block.ruler.before("list", "abbreviation", _definition, interrupts)


def _definition(state: StateBlock, begins: int, ends: int, silent: bool) -> bool:
    at = state.bMarks[begins] + state.tShift[begins]
    if state.is_code_block(begins) or not state.src.startswith("*[", at):
        return False
    found = _DEFINED.fullmatch(state.src[at : state.eMarks[begins]])
    if found is None:
        return False
    if not silent:
        known = state.env.setdefault("abbreviations", {})
        if len(known) < _MAX_COUNT:
            known.setdefault(found[1].strip(), found[2].strip())
        else:
            remark(state.env, f"more than {_MAX_COUNT} abbreviations; the rest was left out", found[0])
        state.line = begins + 1
    return True


def spell_out(tokens: list[Token], known: dict[str, str]) -> None:
    """Put <abbr> around each of the abbreviations that are `known`, where it stands as a word of its own."""
    by_first: dict[str, list[str]] = {}
    for short in sorted(filter(None, known), key=len, reverse=True):
        by_first.setdefault(_PIECE.match(short)[0], []).append(short)  # type: ignore[index]
    for token in tokens:
        if token.type == "inline" and token.children:
            token.children = [piece for child in token.children for piece in _split(child, known, by_first)]


def _split(child: Token, known: dict[str, str], by_first: dict[str, list[str]]) -> Iterator[Token]:
    if child.type != "text" or not child.content:
        yield child
        return
    text, begun, at = child.content, 0, 0
    while at < len(text):
        piece = _PIECE.match(text, at)
        assert piece is not None
        here = at
        found = next((short for short in by_first.get(piece[0], ()) if _stands(text, here, short)), None)
        if found:
            if begun < at:
                yield Token("text", "", 0, content=text[begun:at])
            title = f' title="{escape(known[found])}"' if known[found] else ""
            yield Token("html_inline", "", 0, content=f"<abbr{title}>{escape(found)}</abbr>")
            begun = at = at + len(found)
        else:
            at = piece.end()
    if begun < len(text):
        yield Token("text", "", 0, content=text[begun:])


def _stands(text: str, at: int, short: str) -> bool:
    """Whether it stands there, and no word goes on before or after it."""
    if not text.startswith(short, at):
        return False
    end = at + len(short)
    return not (short[-1].isalnum() and text[end : end + 1].isalnum())
