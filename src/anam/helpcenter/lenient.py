"""Liquid as Jekyll's sites write it: what one article uses, and what of it is left out, named instead of refused."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

import liquid
from liquid import Node, Tag, TokenStream
from liquid.exceptions import LiquidError, LiquidSyntaxError, ResourceLimitError
from liquid.token import TOKEN_EOF, TOKEN_EXPRESSION, TOKEN_ILLEGAL, TOKEN_TAG

MAX_REMARKS = 20
_WITHIN = {"else", "elsif", "when"}  # of a block that was left out, and named
_MAX_BROKEN = 100  # each may cost reading again what is in it
# Spaces of other alphabets, and signs without width, that a paste from a word processor leaves.
_SPACES = "\u00a0\u00ad\u1680\u180e\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
_OPENING = re.compile(r"\{[{%]")
_ENDING = {"{{": "}}", "{%": "%}"}
_ODD = dict.fromkeys([*range(0x2000, 0x200E), *map(ord, _SPACES)], " ")


@dataclass
class Run:
    """What one article has used so far, and what in it was nothing or was left out, by where it stands."""

    filtered: int = 0
    turns: int = 0
    includes: int = 0
    tags: int = 1
    filter: liquid.Token | None = None  # the one that is at work
    reread: int = 0
    reading: int = 0  # tags that are being read now, one within the other
    inside: tuple[str, liquid.Token] | None = None  # the include that is being read, and the tag that includes it
    remarks: dict[str, liquid.Token | None] = field(default_factory=dict)

    def remark(self, words: str, token: liquid.Token | None) -> None:
        """Name something once, where it stands first."""
        if self.inside:
            words, token = f"{words} (in _includes/{self.inside[0]})", self.inside[1]
        if len(self.remarks) < MAX_REMARKS:
            self.remarks.setdefault(words, token)


RUN: ContextVar[Run] = ContextVar("run")


class Hopeless(LiquidSyntaxError, ResourceLimitError):
    """What cannot be mended: a block that never ends, so that nothing after it can be told apart from it."""


def remark(words: str, token: liquid.Token | None) -> None:
    RUN.get().remark(words, token)


@contextmanager
def within(file: str, token: liquid.Token) -> Iterator[None]:
    """What is remarked in here stands in that include."""
    run = RUN.get()
    was, run.inside = run.inside, run.inside or (file, token)
    try:
        yield
    finally:
        run.inside = was


def without_odd_spaces(source: str) -> str:
    """`source` with plain blanks in its tags, as long as before; what stands in quotes or in {% raw %} stays."""
    if source.translate(_ODD) == source:
        return source
    parts: list[str] = []
    done = at = 0
    in_raw = False
    while tag := _OPENING.search(source, at):
        end = source.find(_ENDING[tag[0]], tag.end()) + 2
        if end < 2:
            break
        name = source[tag.end() : end - 2].translate(_ODD).strip("- \t\r\n")
        in_raw = in_raw and name != "endraw"
        if not in_raw:
            parts += [source[done : tag.start()], _plain_in(source[tag.start() : end])]
            done = end
            in_raw = name == "raw"
        at = end
    return "".join([*parts, source[done:]])


def _plain_in(tag: str) -> str:
    made, quote = [], ""
    for sign in tag:
        made.append(sign if quote else sign.translate(_ODD))
        if sign == quote:
            quote = ""
        elif not quote and sign in "\"'":
            quote = sign
    return "".join(made) if not quote else tag.translate(_ODD)


class Tags(dict[str, Any]):
    """The tags of an environment. One that it does not know is left out and named; what is in it stays."""

    def __init__(self, known: dict[str, Tag], env: liquid.Environment) -> None:
        super().__init__({name: _Careful(tag) for name, tag in known.items()})
        self._unknown = _LeftOut(env)

    def get(self, name: str, default: Any = None) -> Any:
        return super().get(name, self._unknown)


class _Careful:
    """A tag: where it is not understood, it is left out, and what stands in it is read for itself."""

    def __init__(self, tag: Tag) -> None:
        self.tag = tag

    def __getattr__(self, name: str) -> Any:
        return getattr(self.tag, name)

    def get_node(self, stream: TokenStream) -> Node:
        run, begins, depth, token = RUN.get(), stream.pos, stream.block_depth, stream.current
        broken = _found_broken(stream)
        if begins in broken:
            return _passed_over(stream, token)
        run.reading += 1
        try:
            return self.tag.parse(stream)
        except ResourceLimitError:
            raise
        except LiquidError as error:
            if self.tag.block and stream.current.kind == TOKEN_EOF:
                raise Hopeless(f"{{% {token.value} %}} is opened and never closed", token=token) from error
            broken.add(begins)
            run.reread += self.tag.block
            if run.reread > _MAX_BROKEN:
                raise Hopeless(f"more than {_MAX_BROKEN} of its blocks are not understood", token=token) from error
            name = f"{{% {token.value} %}}" if token.kind == TOKEN_TAG else "{{ }}"
            run.remark(f"{name} was left out: {error.message}", token)
            stream.pos, stream.block_depth = begins, depth
            return _passed_over(stream, token)
        finally:
            run.reading -= 1


def _found_broken(stream: TokenStream) -> set[int]:
    """Where the tags stand that were left out: what is around one may be read again, and it with that."""
    if not hasattr(stream, "broken"):
        stream.broken = set()  # type: ignore[attr-defined]
    broken: set[int] = stream.broken  # type: ignore[attr-defined]
    return broken


class _LeftOut(Tag):
    """A tag of some other site."""

    name = TOKEN_ILLEGAL
    block = False

    def get_node(self, stream: TokenStream) -> Node:
        return self.parse(stream)

    def parse(self, stream: TokenStream) -> Node:
        token = stream.current
        name = token.value[:60] if token.kind == TOKEN_TAG else ""
        opened = _opened(stream, name)
        if name not in _WITHIN and not (name.startswith("end") and opened):
            kept = "; what is in it is shown" if f"end{name}" in opened else ""
            remark(f"{{% {name} %}} is not known here and was left out{kept}", token)
        return _passed_over(stream, token)


def _opened(stream: TokenStream, name: str) -> set[str]:
    """Of an end its beginning, of a beginning its end, where the text has it: found once for each text."""
    known: set[str] | None = getattr(stream, "names", None)
    if known is None:
        known = {token.value for token in stream.tokens if token.kind == TOKEN_TAG}
        stream.names = known  # type: ignore[attr-defined]
    return known & ({name.removeprefix("end")} if name.startswith("end") else {f"end{name}"})


class _Nought(Node):
    """Where something was left out."""

    def __init__(self, token: liquid.Token) -> None:
        super().__init__(token)
        self.blank = False

    def render_to_output(self, context: liquid.RenderContext, buffer: Any) -> int:
        return 0


def _passed_over(stream: TokenStream, token: liquid.Token) -> Node:
    """The tag alone: the stream stands at its last token then, as a parser expects."""
    if stream.peek.kind == TOKEN_EXPRESSION:
        next(stream)
    return _Nought(token)
