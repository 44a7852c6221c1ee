"""Liquid: the variables of an article filled in, as Jekyll would, within limits of work and memory."""

from collections.abc import Callable, ItemsView, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

import liquid
from liquid.exceptions import LiquidError, LoopIterationLimitError, ResourceLimitError

from anam.helpcenter.front import Remark
from anam.helpcenter.jekyll import TAGS, filters
from anam.helpcenter.reading import Draft, Unreadable

_MOST_TAGS = 2_000
_MOST_LOOPS = 10_000
_MOST_WORK = 1_000_000  # turns of loops, times the tags that each may go through
_MOST_INCLUDES = 200
_MOST_OUTPUT = 2_000_000  # bytes
_MOST_FILTERED = 10_000_000
_MOST_REMARKS = 20


@dataclass
class _Run:
    """What one article has used so far, and what was nothing in it."""

    filtered: int = 0
    turns: int = 0
    includes: int = 0
    tags: int = 1
    nothing: dict[str, liquid.Token | None] = field(default_factory=dict)


_RUN: ContextVar[_Run] = ContextVar("run")


class _Nothing(liquid.Undefined):
    """A variable that there is not: empty, and remembered where it was to be shown, or gone through."""

    __slots__ = ()

    def __str__(self) -> str:
        self._remember()
        return ""

    def items(self) -> ItemsView[Any, object]:
        self._remember()  # a loop asks for these
        return super().items()

    def _remember(self) -> None:
        run = _RUN.get()
        if len(run.nothing) < _MOST_REMARKS:
            name = (self.hint or self.name).removesuffix(" is undefined").strip("'")
            run.nothing.setdefault(name, self.token)


class _Context(liquid.RenderContext):
    """Counts every turn of every loop (the library's own count forgets a loop when it ends), and every include."""

    def raise_for_loop_limit(self, length: int = 1) -> None:
        run = _RUN.get()
        run.turns += length
        if run.turns > _MOST_LOOPS or run.turns * run.tags > _MOST_WORK:
            raise LoopIterationLimitError(f"its loops take too many turns, more than {run.turns:,}", token=None)

    def included(self, file: str, token: liquid.Token) -> liquid.BoundTemplate:
        """The template of that name in _includes."""
        run, files = _RUN.get(), self.get(["_includes"], token=token, default={})
        run.includes += 1
        if run.includes > _MOST_INCLUDES:
            raise ResourceLimitError(f"it includes more than {_MOST_INCLUDES} files", token=token)
        source = files.get(file) if isinstance(files, Mapping) else None
        if source is None:
            run.nothing.setdefault(f"_includes/{file}", token)
            return self.env.from_string("")
        run.tags += _tags_in(source)
        try:
            return self.env.from_string(source, name=file)
        except LiquidError as error:
            raise type(error)(f"in _includes/{file}: {error.message}", token=token) from error


class _Template(liquid.BoundTemplate):
    context_class = _Context


class _Environment(liquid.Environment):
    template_class = _Template
    output_stream_limit = _MOST_OUTPUT
    local_namespace_limit = _MOST_OUTPUT

    def __init__(self, base: str, url: str) -> None:
        self.base, self.url = base, url
        super().__init__(undefined=_Nothing)

    def setup_tags_and_filters(self, *, extra: bool = False) -> None:
        super().setup_tags_and_filters(extra=extra)
        del self.tags["include"], self.tags["render"]
        for tag in TAGS:
            self.add_tag(tag)
        self.filters |= filters(self.base, self.url)
        self.filters = {name: _limited(given) for name, given in self.filters.items()}


def _limited(given: Callable[..., Any]) -> Callable[..., Any]:
    """A filter that refuses before it begins to make something enormous, as `(1..999999999) | join` would."""

    @wraps(given)
    def within_the_limit(value: Any, *arguments: Any, **named: Any) -> Any:
        run = _RUN.get()
        run.filtered += _size(value) * max([1, *map(_size, arguments)])
        if run.filtered > _MOST_FILTERED:
            raise ResourceLimitError("its filters are given too much", token=None)
        return given(value, *arguments, **named)

    return within_the_limit


def _size(value: Any) -> int:
    if isinstance(value, range):
        return max(0, value.stop - value.start)  # len() of a long range raises
    if isinstance(value, int):
        return 1 + value.bit_length() // 64
    return len(value) if isinstance(value, str | list | tuple | dict) else 1


def fill_in(draft: Draft, variables: Mapping[str, Any]) -> tuple[str, list[Remark]]:
    """The draft's Markdown with `variables` and its own front matter, as `page`; and what was nothing in it.

    `variables` may hold `_includes`: the files that it may include, by name. Raises Unreadable with the line.
    """
    tags = _tags_in(draft.body)
    if tags > _MOST_TAGS:  # where unclosed, each costs a search to the end
        raise Unreadable(f"its Liquid: more than {_MOST_TAGS:,} tags")
    site = variables.get("site", {})
    with _counting(tags) as run, _lines(draft):
        environment = _Environment(str(site.get("baseurl") or ""), str(site.get("url") or ""))
        page = {"url": f"/support/{draft.slug}/", "name": f"{draft.slug}.md", **draft.front, "title": draft.title}
        filled = environment.from_string(draft.body).render(**variables, page=page)
        return filled, [Remark(f"“{name}” is nothing here", _line(draft, at)) for name, at in run.nothing.items()]


@contextmanager
def _counting(tags: int) -> Iterator[_Run]:
    run = _Run(tags=max(tags, 1))
    was = _RUN.set(run)
    try:
        yield run
    finally:
        _RUN.reset(was)


@contextmanager
def _lines(draft: Draft) -> Iterator[None]:
    """Whatever Liquid raises becomes Unreadable, with the line of the file."""
    try:
        yield
    except LiquidError as error:
        why = error.message or type(error).__name__
        raise Unreadable(f"its Liquid: {why}", line=_line(draft, error.token)) from error
    except (Exception, RecursionError) as error:  # a filter given something odd raises what it will
        raise Unreadable(f"its Liquid: {error or type(error).__name__}") from error


def _tags_in(source: str) -> int:
    return source.count("{{") + source.count("{%")


def _line(draft: Draft, token: liquid.Token | None) -> int | None:
    if token is None or token.start_index < 0:
        return None
    at = token.start_index
    if token.source != draft.body:  # an expression within a tag is counted from the tag, or stands in an include
        return None
    return draft.body_line + token.source.count("\n", 0, at)
