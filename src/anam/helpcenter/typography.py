"""kramdown's typographic signs: curly quotation marks, dashes, ellipses, guillemets, and boxes of tasks."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_SIGNS = re.compile(r"---|--|\.\.\.|<< ?| ?>>|[\"']")
_PLAIN = {"---": "—", "--": "–", "...": "…", "<<": "«", ">>": "»", "<< ": "«\u00a0", " >>": "\u00a0»"}
_OPENING, _CLOSING = {'"': "“", "'": "‘"}, {'"': "”", "'": "’"}
_DECADE = re.compile(r"'\d\ds\b")
_BOX = re.compile(r"\[([ xX])\](?=\s)")


def typography(md: MarkdownIt) -> None:
    """Teach `md` these signs. What a heading's words were before is kept in its meta, as `said`."""
    md.core.ruler.before("text_join", "typography", _set)


def _set(state: StateCore) -> None:
    item = False
    for i, token in enumerate(state.tokens):
        if token.type == "inline" and token.children:
            if i and state.tokens[i - 1].type == "heading_open":
                token.meta["said"] = said(token.children)
            if item:
                _box(token.children[0])
            _set_in(token.children)
        item = token.type == "list_item_open" or (item and token.type == "paragraph_open")


def said(children: list[Token]) -> str:
    """The words of a heading, as they are written."""
    return "".join(one.content for one in children if one.type in ("text", "text_special", "code_inline"))


def _box(first: Token) -> None:
    if first.type == "text":
        first.content = _BOX.sub(lambda box: "☐" if box[1] == " " else "☑", first.content, count=1)


def _set_in(children: list[Token]) -> None:
    before = " "
    shown = [child for child in children if child.content or child.type in ("softbreak", "hardbreak")]
    for child, following in zip(shown, [*shown[1:], None], strict=True):
        if child.type == "text":
            text = child.content
            after = following.content[0] if following and following.content else " "
            child.content = styled(text, before, after)
            before = text[-1]
        elif child.type in ("softbreak", "hardbreak"):
            before = " "
        elif child.type in ("text_special", "code_inline", "image"):
            before = "x"


def styled(text: str, before: str = " ", after: str = " ") -> str:
    """`text`, which stands between the signs `before` and `after`, with these signs."""

    def sign(found: re.Match[str]) -> str:
        mark = found[0]
        if mark in _PLAIN:
            return _PLAIN[mark]
        at = found.start()
        left = text[at - 1] if at else before
        right = text[at + 1] if at + 1 < len(text) else after
        opens = (left.isspace() or left in "([{-–—\"'“‘«/") and right.strip() not in ("", ".", ",", ";", ":", ")", "]")
        return (_OPENING if opens and not _DECADE.match(text, at) else _CLOSING)[mark]

    return _SIGNS.sub(sign, text)
