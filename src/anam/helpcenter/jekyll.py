"""What Jekyll adds to Liquid: {% link %}, {% include %} with its own way of writing, {% highlight %}, and filters."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, TextIO
from urllib.parse import quote

from liquid import Node, RenderContext, Tag, Token, TokenStream
from liquid.ast import BlockNode
from liquid.exceptions import LiquidSyntaxError
from liquid.parser import get_parser
from liquid.token import TOKEN_EXPRESSION, TOKEN_TAG

_ARGUMENT = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([\w.\[\]-]+))""")
_FILE = re.compile(r"\s*(?:\"([^\"]+)\"|'([^']+)'|([^\s\"'{}]+))\s*")


def expression_of(stream: TokenStream) -> tuple[Token, str]:
    """The tag, and what is written after its name."""
    token = stream.eat(TOKEN_TAG)
    if stream.current.kind != TOKEN_EXPRESSION:
        raise LiquidSyntaxError(f"{token.value} names nothing", token=token)
    return token, stream.current.value


class LinkNode(Node):
    """{% link makers/a.md %}: where that file's article is now; found when the links of the page are."""

    def __init__(self, token: Token, file: str) -> None:
        super().__init__(token)
        self.file = file
        self.blank = False

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        return buffer.write("/" + quote(self.file.strip("/"), safe="/"))


class LinkTag(Tag):
    name = "link"
    block = False

    def parse(self, stream: TokenStream) -> Node:
        token, written = expression_of(stream)
        return LinkNode(token, written.strip().strip("\"'"))


class IncludeNode(Node):
    """{% include note.html words="Be kind" %}: that file of _includes, with `include.words`."""

    def __init__(self, token: Token, file: str, arguments: Mapping[str, tuple[bool, str]]) -> None:
        super().__init__(token)
        self.file, self.arguments = file, arguments
        self.blank = False

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        template = context.included(self.file, self.token)  # type: ignore[attr-defined]
        given = {
            name: value if is_text else context.get(_path(value), token=self.token)
            for name, (is_text, value) in self.arguments.items()
        }
        with context.extend({"include": given}, template=template):
            template.render_with_context(context, buffer, partial=True)
        return True


class IncludeTag(Tag):
    name = "include"
    block = False

    def parse(self, stream: TokenStream) -> Node:
        token, written = expression_of(stream)
        file = _FILE.match(written)
        if file is None:
            raise LiquidSyntaxError("include names no file that can be known beforehand", token=token)
        rest = written[file.end() :]
        if _ARGUMENT.sub("", rest).strip(" ,\n\t"):
            raise LiquidSyntaxError(f"include: “{rest.strip()[:60]}” is not understood", token=token)
        arguments = {}
        for name, double, single, variable in _ARGUMENT.findall(rest):
            arguments[name] = (not variable, variable or double or single)
        return IncludeNode(token, file[1] or file[2] or file[3], arguments)


class HighlightNode(Node):
    """{% highlight python %}…{% endhighlight %}: code, as a fenced block."""

    def __init__(self, token: Token, language: str, block: BlockNode) -> None:
        super().__init__(token)
        self.language, self.block = language, block
        self.blank = False

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        inside = context.get_buffer(buffer)
        self.block.render(context, inside)
        code = inside.getvalue().strip("\n")
        fence = "`" * max(3, 1 + max((len(run) for run in re.findall(r"`+", code)), default=0))
        return buffer.write(f"\n{fence}{self.language}\n{code}\n{fence}\n")


class HighlightTag(Tag):
    name = "highlight"
    end = "endhighlight"

    def parse(self, stream: TokenStream) -> Node:
        token, language = expression_of(stream)
        next(stream)
        block = get_parser(self.env).parse_block(stream, ("endhighlight",))
        stream.expect(TOKEN_TAG, value="endhighlight")
        return HighlightNode(token, re.sub(r"\W.*", "", language, flags=re.DOTALL), block)


TAGS = (LinkTag, IncludeTag, HighlightTag)


def slugify(text: Any) -> str:
    return re.sub(r"[^\w]+", "-", str(text).lower()).strip("-")


def filters(base: str, url: str) -> dict[str, Callable[..., Any]]:
    """Jekyll's filters for text and addresses, for a site at `url` under `base`."""

    def relative(path: Any) -> str:
        return path if "//" in str(path) else f"{base.rstrip('/')}/{str(path).lstrip('/')}"

    return {
        "relative_url": relative,
        "absolute_url": lambda path: path if "//" in str(path) else url.rstrip("/") + relative(path),
        "slugify": lambda text, *_: slugify(text),
        "jsonify": lambda value: json.dumps(value, default=str),
        "xml_escape": lambda text: str(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"),
        "cgi_escape": lambda text: quote(str(text), safe=""),
        "uri_escape": lambda text: quote(str(text), safe="/:?&=#"),
        "number_of_words": lambda text, *_: len(str(text).split()),
        "normalize_whitespace": lambda text: " ".join(str(text).split()),
        "strip_index": lambda path: re.sub(r"/index\.html?$", "/", str(path)),
        "markdownify": lambda text: text,  # the whole page is Markdown
        "array_to_sentence_string": _sentence,
    }


def _sentence(items: Any, connector: str = "and") -> str:
    texts = [str(item) for item in items] if isinstance(items, list) else [str(items)]
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])}, {connector} {texts[-1]}" if texts else ""


def _path(variable: str) -> list[object]:
    """`page.title` as the list of names that a context is asked for."""
    return [part for part in variable.split(".") if part] or [variable]
