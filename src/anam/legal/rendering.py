"""From the operator's Markdown to HTML that can do no harm."""

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

# No HTML of theirs, and of addresses only those that markdown-it takes for harmless: nothing is left to clean.
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).disable("image")


def to_html(source: str) -> SafeString:
    """`source` as HTML, its headings one level lower: the page has one of its own."""
    tokens = _MARKDOWN.parse(source)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + 1, 6)}"
    html: str = _MARKDOWN.renderer.render(_in_reach(tokens), _MARKDOWN.options, {})
    return mark_safe(html)


def _in_reach(tokens: list[Token]) -> list[Token]:
    """Tables, which may be wider than a phone, in a box that scrolls and that the keyboard reaches."""
    made: list[Token] = []
    for token in tokens:
        if token.type == "table_open":
            made.append(Token("html_block", "", 0, content='<div class="scroll" tabindex="0">'))
        made.append(token)
        if token.type == "table_close":
            made.append(Token("html_block", "", 0, content="</div>"))
    return made
