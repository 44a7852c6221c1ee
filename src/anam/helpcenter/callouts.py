"""Callouts: {: .note }, {: .warning } and their kin become boxes that say in words what they are."""

from collections.abc import Sequence

from markdown_it.token import Token

_TITLES = {"new": "New", "highlight": "Note", "info": "Note", "danger": "Warning", "caution": "Warning"}
_LOOKS = {"highlight": "note", "info": "note", "danger": "warning", "caution": "warning", "important": "warning"}
_BOXED = {"paragraph_open", "blockquote_open", "bullet_list_open", "ordered_list_open", "table_open", "fence"}


def set_callouts(tokens: Sequence[Token]) -> list[Token]:
    """Every block that was marked as a callout, in its box; a quotation that was marked is one no longer."""
    made: list[Token] = []
    closing: list[tuple[int, str]] = []  # the level at which a box ends, and what it is around
    titled = False
    for token in tokens:
        attributes = token.meta.get("attributes")
        callout = attributes.callout if attributes and token.type in _BOXED else None
        if callout:
            name, has_title = callout
            made += _opened(name, titled=not has_title)
            titled = has_title
            if token.nesting == 1:
                closing.append((token.level, token.type))
            if token.type == "blockquote_open":
                continue
        if titled and token.type == "paragraph_open":
            token.attrs["class"], titled = "callout-title", False
        ends = token.nesting == -1 and bool(closing) and closing[-1][0] == token.level
        if not (ends and token.type == "blockquote_close" and closing[-1][1] == "blockquote_open"):
            made.append(token)
        if ends:
            closing.pop()
            made.append(Token("div_close", "div", -1, block=True))
        elif callout and token.nesting == 0:
            made.append(Token("div_close", "div", -1, block=True))
    return made


def _opened(name: str, *, titled: bool) -> list[Token]:
    box = Token("div_open", "div", 1, block=True, attrs={"class": f"callout callout-{_LOOKS.get(name, name)}"})
    if not titled:
        return [box]
    words = Token("inline", "", 0, content="", children=[Token("text", "", 0, content=_title(name))])
    opening = Token("paragraph_open", "p", 1, block=True, attrs={"class": "callout-title"})
    return [box, opening, words, Token("paragraph_close", "p", -1, block=True)]


def _title(name: str) -> str:
    return _TITLES.get(name, name.capitalize())
