"""From Markdown to HTML, not yet cleaned: headings with their anchors, callouts, contents, questions, codes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.html import escape
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from anam.helpcenter.abbreviations import abbreviations, spell_out
from anam.helpcenter.balance import balance
from anam.helpcenter.callouts import set_callouts
from anam.helpcenter.extensions import extensions
from anam.helpcenter.headings import Heading, allowed, settle
from anam.helpcenter.html_blocks import html_blocks, read_words
from anam.helpcenter.html_tags import opened_up
from anam.helpcenter.kramdown import Attributes, kramdown
from anam.helpcenter.kramdown_tables import kramdown_tables
from anam.helpcenter.nesting import set_in
from anam.helpcenter.questions import Question, questions_in
from anam.helpcenter.remarks import remark
from anam.helpcenter.typography import said, styled, typography

_EXPLAINED = re.compile(r"[.?!”] ?\($")
_CODE = re.compile(r"[a-z]+(?:_[a-z]+)*")
_NOTE = re.compile(r"\[\^([^\[\]\s]{1,100})\]")

_MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
_MARKDOWN.use(kramdown).use(extensions).use(kramdown_tables).use(abbreviations).use(html_blocks).use(typography)
_MARKDOWN.use(deflist_plugin).use(footnote_plugin)


@dataclass
class Page:
    """An article's HTML as Markdown makes it, and what was found in it on the way.

    `strange` is what was not understood in attribute lists; `remarks` are words about other things, and those things.
    """

    html: str
    headings: list[Heading] = field(default_factory=list)
    anchors: list[dict[str, Any]] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)
    remarks: dict[str, str] = field(default_factory=dict)


def to_html(markdown: str, known: Sequence[dict[str, Any]] = ()) -> Page:
    """`known` are the anchors that this article had before."""
    env: dict[str, Any] = {}
    tokens = _MARKDOWN.parse(set_in(opened_up(markdown)), env)
    read_words(_MARKDOWN, tokens, env)
    headings = list(_headings(tokens))
    anchors = settle(headings, known)
    _anchor(tokens, headings)
    codes = list(_codes(tokens))
    questions = questions_in(tokens)
    tokens = set_callouts(_with_contents(tokens, headings))
    if env.get("abbreviations"):
        spell_out(tokens, env["abbreviations"])
    _missing_notes(tokens, env)
    balance(tokens, env)
    html = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, env)
    return Page(html, headings, anchors, questions, codes, env.get("strange", []), env.get("remarks", {}))


def _missing_notes(tokens: Sequence[Token], env: dict[str, Any]) -> None:
    """Name the footnotes that are not there, and those that nothing leads to."""
    for token in tokens:
        for child in token.children or []:
            if child.type == "text" and "[^" in child.content:
                for name in _NOTE.findall(child.content):
                    remark(env, f"there is no footnote [^{name}]", f"[^{name}]")
    for name, number in env.get("footnotes", {}).get("refs", {}).items():
        if number < 0:
            remark(env, f"nothing leads to the footnote [^{name.removeprefix(':')}], so it is not shown", name[1:])


def _headings(tokens: Sequence[Token]) -> Iterator[Heading]:
    for i, token in enumerate(tokens):
        if token.type == "heading_open":
            attributes: Attributes = token.meta.get("attributes", Attributes())
            words = tokens[i + 1]
            text = words.meta.get("said") or said(words.children or [])
            given = allowed(attributes.id) if attributes.id else ""
            yield Heading(int(token.tag[1]), text.strip(), given, "no_toc" not in attributes.classes)


def _anchor(tokens: Sequence[Token], headings: Sequence[Heading]) -> None:
    """Each heading gets its id; the anchors it had before stand in it as empty marks."""
    following = iter(headings)
    for i, token in enumerate(tokens):
        if token.type == "heading_open":
            heading = next(following)
            token.attrs["id"] = heading.anchor
            marks = [_html(f'<span id="{escape(older)}"></span>') for older in heading.older]
            tokens[i + 1].children = marks + (tokens[i + 1].children or [])
        elif (attributes := token.meta.get("attributes")) is not None:
            if attributes.id:
                token.attrs["id"] = allowed(attributes.id)
            token.attrs.update({name: value for name, value in attributes.pairs.items() if name == "start"})


def _html(content: str) -> Token:
    return Token("html_inline", "", 0, content=content)


def _codes(tokens: Sequence[Token]) -> Iterator[str]:
    """A code in brackets after a sentence, as in “… (`already_shipped`)”, is what that explains: it gets an anchor."""
    seen = set()
    for token in tokens:
        children = token.children or []
        listed = False  # whether the code before was one of these, and only a comma stands between
        for before, code, after in zip(children, children[1:], children[2:], strict=False):
            if code.type != "code_inline" or not _CODE.fullmatch(code.content):
                continue
            bracketed = _EXPLAINED.search(before.content) or (listed and before.content == ", ")
            listed = bool(bracketed) and after.content.startswith((")", ","))
            if listed and code.content not in seen:
                seen.add(code.content)
                code.attrs["id"] = f"why-{code.content}"
                yield code.content


def _with_contents(tokens: Sequence[Token], headings: Sequence[Heading]) -> list[Token]:
    """The list that {:toc} marks becomes the table of contents."""
    made: list[Token] = []
    until: int | None = None
    for token in tokens:
        if until is not None:
            if token.nesting == -1 and token.level == until:
                until = None
            continue
        attributes = token.meta.get("attributes")
        if attributes and attributes.toc and token.type in ("ordered_list_open", "bullet_list_open"):
            until = token.level
            made.append(Token("html_block", "", 0, content=_contents(headings, token.tag)))
        else:
            made.append(token)
    return made


def _contents(headings: Sequence[Heading], tag: str) -> str:
    """A list of links, two levels deep."""
    shown = [one for one in headings if one.in_toc and one.level > 1]
    top = min((one.level for one in shown), default=2)
    parts, inside = [f"<{tag}>"], False
    for one in shown:
        if one.level > top + 1:
            continue
        link = f'<li><a href="#{escape(one.anchor)}">{escape(styled(one.text))}</a>'
        if one.level == top:
            parts.append(f"</{tag}></li>" if inside else "</li>" if len(parts) > 1 else "")
            inside = False
        elif not inside:
            parts.append(f"<{tag}>")
            inside = True
        else:
            parts.append("</li>")
        parts.append(link)
    return "".join([*parts, f"</li></{tag}>" if inside else "", "</li>" if len(parts) > 1 else "", f"</{tag}>\n"])
