"""Raw HTML among Markdown made whole: each tag is closed within what it stands in, and no end stands alone.

A tag may be opened in one block and closed in another, as <details> is, as long as both stand in the same list item,
quotation or page. What is never closed ends where its block ends, and is named.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from markdown_it.token import Token

from anam.helpcenter.html_tags import OPTIONAL, RAW, TAG, VOID
from anam.helpcenter.remarks import remark


@dataclass
class _Piece:
    """A tag of raw HTML, or what stands between two; `before` closes what must be closed before it."""

    text: str
    opens: str = ""
    closes: str = ""
    before: list[str] = field(default_factory=list)


@dataclass
class _Holder:
    """The raw HTML of one token."""

    token: Token
    pieces: list[_Piece]
    ends: list[str] = field(default_factory=list)


def balance(tokens: Sequence[Token], env: dict[str, Any]) -> None:
    """Change the raw HTML in `tokens` so that it is whole."""
    levels: list[list[tuple[_Piece, _Holder]]] = [[]]
    names: list[Counter[str]] = [Counter()]
    holders: list[_Holder] = []
    for token in tokens:
        if token.nesting == 1:
            levels.append([])
            names.append(Counter())
        elif token.nesting == -1 and len(levels) > 1:
            _unclosed(levels.pop(), env)
            names.pop()
        elif token.type == "html_block":
            holders.append(_Holder(token, list(_pieces(token.content))))
            _match(holders[-1], levels[-1], names[-1], env)
        elif token.type == "inline" and token.children:
            holders += _inline(token.children, env)
    _unclosed(levels[0], env)
    for holder in holders:
        words = "".join("".join(piece.before) + piece.text for piece in holder.pieces)
        holder.token.content = words + "".join(reversed(holder.ends))


def _inline(children: list[Token], env: dict[str, Any]) -> list[_Holder]:
    """What is opened within a paragraph ends with it."""
    holders: list[_Holder] = []
    opened: list[tuple[_Piece, _Holder]] = []
    names = Counter[str]()
    for child in children:
        if child.type == "html_inline":
            holders.append(_Holder(child, list(_pieces(child.content))))
            _match(holders[-1], opened, names, env)
    if opened:
        last = _Holder(Token("html_inline", "", 0), [])
        for piece, _ in opened:
            last.ends.append(f"</{piece.opens}>")
            _say(piece, env)
        children.append(last.token)
        holders.append(last)
    return holders


def _match(holder: _Holder, opened: list[tuple[_Piece, _Holder]], names: Counter[str], env: dict[str, Any]) -> None:
    for piece in holder.pieces:
        if piece.opens:
            opened.append((piece, holder))
            names[piece.opens] += 1
        elif piece.closes and not names[piece.closes]:
            piece.text = ""
        elif piece.closes:
            while True:
                other, its = opened.pop()
                names[other.opens] -= 1
                if other.opens == piece.closes:
                    break
                if other.opens not in OPTIONAL:
                    _say(other, env)
                    if its is holder:
                        piece.before.append(f"</{other.opens}>")
                    else:
                        its.ends.insert(0, f"</{other.opens}>")


def _unclosed(opened: list[tuple[_Piece, _Holder]], env: dict[str, Any]) -> None:
    for piece, holder in opened:
        holder.ends.append(f"</{piece.opens}>")
        _say(piece, env)


def _say(piece: _Piece, env: dict[str, Any]) -> None:
    if piece.opens not in OPTIONAL:
        remark(env, f"<{piece.opens}> is opened here and never closed: it ends with its paragraph or block", piece.text)


def _pieces(html: str) -> Iterator[_Piece]:
    """Each tag by itself. A < that begins none is text; what is raw is one piece up to its end."""
    at = 0
    lower = html.lower()
    lacking: set[str] = set()
    while (begins := html.find("<", at)) >= 0:
        if begins > at:
            yield _Piece(html[at:begins])
        tag = TAG.match(html, begins)
        if tag is None:
            whole = _whole(html, begins, lacking)
            yield _Piece(whole or "&lt;")
            at = begins + (len(whole) or 1)
            continue
        name, at = tag[2].lower(), tag.end()
        if name == "plaintext":
            continue
        if tag[1]:
            yield _Piece(tag[0], closes=name)
        elif name in VOID:
            yield _Piece(tag[0])
        elif tag[3].endswith("/"):
            yield _Piece(f"{tag[0][:-2]}></{tag[2]}>")
        else:
            end = lower.find(f"</{name}", at) if name in RAW and name != "pre" and name not in lacking else -1
            yield _Piece(tag[0], opens=name)
            if end >= 0:
                yield _Piece(html[at:end])
                at = end
            elif name in RAW:
                lacking.add(name)
    if at < len(html):
        yield _Piece(html[at:])


def _whole(html: str, at: int, lacking: set[str]) -> str:
    """The comment or the like that begins there; nothing where it never ends."""
    for mark, end in (("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>"), ("<!", ">")):
        if html.startswith(mark, at):
            found = html.find(end, at + 2) if end not in lacking else -1
            if found < 0:
                lacking.add(end)
                return ""
            return html[at : found + len(end)]
    return ""
