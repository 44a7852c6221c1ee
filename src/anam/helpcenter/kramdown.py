"""kramdown's attribute lists, as Jekyll writes them: {: .note }, {: .no_toc }, {: #id }, {:toc}, {:name: .note}.

A plugin for markdown-it. A list on a line of its own belongs to the block before it, or after an empty line to the
next; one within a line belongs to what stands before it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.html import escape
from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from anam.helpcenter.headings import allowed

_BLOCK = re.compile(r"\{:([^{}]*|\s*:\w[^{}]*)\}[ \t]*$")
_SPAN = re.compile(r"\{:(?!:)([^{}\n]{0,500})\}")
_NAMED = re.compile(r"\s*:?(\w[\w-]*):(?:\s+(.*))?\s*$", re.DOTALL)
_PART = re.compile(r"""#([\w:.-]+)|\.([\w:-]+)|([\w-]+)=(?:"([^"]*)"|'([^']*)'|(\S+))|([\w-]+)|(\S)""")
_HEADING_ID = re.compile(r"\s*\{#([\w:.-]{1,100})\}\s*$")
# Classes of just-the-docs that only change how something looks: it looks as Anam does here.
_LOOKS = re.compile(
    r"(?:btn|label|fs|fw|lh|ls|d|m[trblxy]?|p[trblxy]?|text|bg|float|v-align|code|grey|highlight|highlighter|language|mx|my)(?:-.+)?$"
)
_KNOWN = {"no_toc", "no_anchor", "text-delta", "code-example", "list-style-none", "table-wrapper", "footnotes"}
_MAX_COUNT = 20  # classes of one block
_KEPT = {"width", "height", "alt", "title", "start", "colspan", "rowspan"}
_DROPPED = {"target", "rel", "loading", "align", "aria-label", "role", "lang", "markdown", "data-toc-skip"}
CALLOUTS = ("note", "warning", "important", "tip", "new", "caution", "danger", "info", "highlight")


@dataclass
class Attributes:
    """What an attribute list says."""

    id: str = ""
    classes: list[str] = field(default_factory=list)
    pairs: dict[str, str] = field(default_factory=dict)
    toc: bool = False
    strange: list[str] = field(default_factory=list)

    @property
    def callout(self) -> tuple[str, bool] | None:
        """Which callout, and whether its first paragraph is its title."""
        for name in self.classes:
            plain = name.removesuffix("-title")
            if plain in CALLOUTS:
                return plain, plain != name
        return None


def parse(written: str, named: Mapping[str, str] = {}) -> Attributes:
    """The attributes of a list, without its braces; `named` are the lists that it may name."""
    found = Attributes()
    for ident, cls, name, double, single, bare, word, other in _PART.findall(written):
        if ident:
            found.id = ident
        elif cls:
            found.classes.append(cls)
            if not (_LOOKS.match(cls) or cls in _KNOWN or cls.removesuffix("-title") in CALLOUTS):
                found.strange.append(f".{cls}")
        elif name in _KEPT:
            found.pairs[name] = double or single or bare
        elif name and name not in _DROPPED:
            found.strange.append(name)
        elif word == "toc":
            found.toc = True
        elif word in named:
            _join(found, parse(named[word]))
        elif word or other:
            found.strange.append(word or other)
    return found


def kramdown(md: MarkdownIt) -> None:
    """Teach `md` to read attribute lists. What was strange in them is left in env["strange"]."""
    terminates: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list", "table"]}
    md.block.ruler.before("table", "ial", _block_list, terminates)
    md.inline.ruler.before("escape", "span_ial", _span_list)
    md.core.ruler.after("block", "ial", _belong)


def _block_list(state: StateBlock, begins: int, ends: int, silent: bool) -> bool:
    if state.is_code_block(begins):
        return False
    at = state.bMarks[begins] + state.tShift[begins]
    if not state.src.startswith("{:", at) or state.src.startswith(("{::", "{:/"), at):
        return False
    found = _BLOCK.match(state.src[at : state.eMarks[begins]])
    if found is None:
        return False
    if not silent:
        token = state.push("ial", "", 0)
        token.hidden, token.content, token.map = True, found[1], [begins, begins + 1]
        token.meta["after_a_line"] = begins > 0 and not state.isEmpty(begins - 1)
        state.line = begins + 1
    return True


def _span_list(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "{":
        return False
    found = _SPAN.match(state.src, state.pos)
    if found is None:
        return False
    if not silent and state.tokens and not state.pending:
        attributes = parse(found[1], state.env.get("named", {}))
        state.env.setdefault("strange", []).extend(attributes.strange)
        token = state.tokens[-1]
        if token.type == "image":
            token.attrs.update(attributes.pairs)
        if attributes.id:
            mark = state.push("html_inline", "", 0)
            mark.content = f'<a id="{escape(allowed(attributes.id))}"></a>'
    state.pos = found.end()
    return True


def _belong(state: StateCore) -> None:
    """Give every attribute list to its block, and take {#id} off the headings; each token is looked at once."""
    made: list[Token] = []
    opened: list[Token] = []
    closed: Token | None = None  # what the last token of `made` ends
    waiting: Attributes | None = None
    named = state.env.setdefault("named", {})
    for token in state.tokens:
        if token.type == "ial" and (definition := _NAMED.match(token.content)):
            named[definition[1]] = definition[2] or ""
    for i, token in enumerate(state.tokens):
        if token.type == "ial" and _NAMED.match(token.content):
            continue
        if token.type == "ial":
            attributes = parse(token.content, named)
            state.env.setdefault("strange", []).extend(attributes.strange)
            owner = _before(made, closed) if token.meta["after_a_line"] else None
            if owner is not None:
                _add(owner, attributes)
            else:
                waiting = _joined(waiting, attributes)
            continue
        if waiting and token.nesting >= 0:
            _add(token, waiting)
        waiting = None
        if token.type == "heading_open" and (found := _HEADING_ID.search(state.tokens[i + 1].content)):
            state.tokens[i + 1].content = state.tokens[i + 1].content[: found.start()]
            _add(token, Attributes(id=found[1]))
        made.append(token)
        if token.nesting == 1:
            opened.append(token)
        closed = opened.pop() if token.nesting == -1 and opened else None
    state.tokens = made


def _before(made: Sequence[Token], closed: Token | None) -> Token | None:
    """The block that ends where `made` ends."""
    if not made or made[-1].nesting == 1:
        return None
    return made[-1] if made[-1].nesting == 0 else closed


def _joined(was: Attributes | None, more: Attributes) -> Attributes:
    holder = Token("", "", 0)
    for attributes in (was, more):
        if attributes:
            _add(holder, attributes)
    joined: Attributes = holder.meta["attributes"]
    return joined


def _add(token: Token, more: Attributes) -> None:
    _join(token.meta.setdefault("attributes", Attributes()), more)


def _join(was: Attributes, more: Attributes) -> None:
    was.id = more.id or was.id
    was.classes = list(dict.fromkeys(was.classes + more.classes))[:_MAX_COUNT]
    was.pairs |= more.pairs
    was.toc = was.toc or more.toc
    was.strange = (was.strange + more.strange)[:_MAX_COUNT]
