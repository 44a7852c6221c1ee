"""Liquid: the variables of an article filled in, as Jekyll would, within limits of work and memory."""

from collections.abc import Callable, ItemsView, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from typing import Any

import liquid
from liquid.exceptions import LiquidError, LoopIterationLimitError, ResourceLimitError

from anam.helpcenter.front import Remark
from anam.helpcenter.jekyll import TAGS, filters
from anam.helpcenter.lenient import RUN, Run, Tags, remark, within, without_odd_spaces
from anam.helpcenter.reading import Draft, Unreadable

_MAX_TAGS = 2_000
_MAX_LOOPS = 10_000
_MAX_WORK = 1_000_000  # turns of loops, times the tags that each may go through
_MAX_INCLUDES = 200
_MAX_OUTPUT = 2_000_000  # bytes
_MAX_FILTERED = 10_000_000


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
        name = (self.hint or self.name).removesuffix(" is undefined").strip("'")
        remark(f"“{name}” is nothing here", self.token)


class _Context(liquid.RenderContext):
    """Counts every turn of every loop (the library's own count forgets a loop when it ends), and every include."""

    def raise_for_loop_limit(self, length: int = 1) -> None:
        run = RUN.get()
        run.turns += length
        if run.turns > _MAX_LOOPS or run.turns * run.tags > _MAX_WORK:
            raise LoopIterationLimitError(f"its loops take too many turns, more than {run.turns:,}", token=None)

    def included(self, file: str, token: liquid.Token) -> liquid.BoundTemplate:
        """The template of that name in _includes."""
        run, files = RUN.get(), self.get(["_includes"], token=token, default={})
        run.includes += 1
        if run.includes > _MAX_INCLUDES:
            raise ResourceLimitError(f"it includes more than {_MAX_INCLUDES} files", token=token)
        source = files.get(file) if isinstance(files, Mapping) else None
        if source is None:
            run.remark(f"“_includes/{file}” is nothing here", token)
            return self.env.from_string("")
        run.tags += _tags_in(source)
        try:
            with within(file, token):
                return self.env.from_string(without_odd_spaces(source), name=file)
        except LiquidError as error:
            raise type(error)(f"in _includes/{file}: {error.message}", token=token) from error

    def filter(self, name: str, token: liquid.Token | None) -> Callable[..., object]:
        RUN.get().filter = token
        if name not in self.env.filters:
            remark(f"the filter “{name[:60]}” is not known here and was left out", token)
        return super().filter(name, token)


class _Template(liquid.BoundTemplate):
    context_class = _Context


class _Environment(liquid.Environment):
    template_class = _Template
    output_stream_limit = _MAX_OUTPUT
    local_namespace_limit = _MAX_OUTPUT

    def __init__(self, base: str, url: str) -> None:
        self.base, self.url = base, url
        super().__init__(undefined=_Nothing, strict_filters=False)

    def setup_tags_and_filters(self, *, extra: bool = False) -> None:
        super().setup_tags_and_filters(extra=extra)
        del self.tags["include"], self.tags["render"]
        for tag in TAGS:
            self.add_tag(tag)
        self.filters |= filters(self.base, self.url)
        self.filters = {name: _limited(name, given) for name, given in self.filters.items()}
        self.tags = Tags(self.tags, self)

    def error(self, exc: Any, msg: str | None = None, token: liquid.Token | None = None) -> None:
        """While reading, whoever reads the tag decides; while filling in, what fails is left out and named."""
        error = exc if isinstance(exc, LiquidError) else exc(msg, token=token)
        error.token = error.token or token
        if RUN.get().reading or isinstance(error, ResourceLimitError):
            raise error
        remark(f"something was left out: {error.message}", error.token)


def _limited(name: str, given: Callable[..., Any]) -> Callable[..., Any]:
    """A filter that refuses before it begins to make something enormous, as `(1..999999999) | join` would.

    What it cannot do anything with stays as it was, and is named.
    """

    @wraps(given)
    def within_the_limit(value: Any, *arguments: Any, **named: Any) -> Any:
        run = RUN.get()
        run.filtered += _size(value) * max([1, *map(_size, arguments)])
        if run.filtered > _MAX_FILTERED:
            raise ResourceLimitError("its filters are given too much", token=None)
        try:
            return given(value, *arguments, **named)
        except ResourceLimitError:
            raise
        except Exception as error:  # a filter given something odd raises what it will
            remark(f"the filter “{name}” was left out: {str(error)[:80] or type(error).__name__}", run.filter)
            return value

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
    if tags > _MAX_TAGS:  # where unclosed, each costs a search to the end
        raise Unreadable(f"its Liquid: more than {_MAX_TAGS:,} tags")
    site = variables.get("site", {})
    body = without_odd_spaces(draft.body)
    with _counting(tags) as run, _lines(draft, body):
        environment = _Environment(str(site.get("baseurl") or ""), str(site.get("url") or ""))
        page = {"url": f"/support/{draft.slug}/", "name": f"{draft.slug}.md", **draft.front, "title": draft.title}
        filled = environment.from_string(body).render(**variables, page=page)
        return filled, [Remark(words, _line(draft, body, at)) for words, at in run.remarks.items()]


@contextmanager
def _counting(tags: int) -> Iterator[Run]:
    run = Run(tags=max(tags, 1))
    was = RUN.set(run)
    try:
        yield run
    finally:
        RUN.reset(was)


@contextmanager
def _lines(draft: Draft, body: str) -> Iterator[None]:
    """Whatever Liquid raises becomes Unreadable, with the line of the file."""
    try:
        yield
    except LiquidError as error:
        why = error.message or type(error).__name__
        raise Unreadable(f"its Liquid: {why}", line=_line(draft, body, error.token)) from error
    except (Exception, RecursionError) as error:  # a filter given something odd raises what it will
        raise Unreadable(f"its Liquid: {error or type(error).__name__}") from error


def _tags_in(source: str) -> int:
    return source.count("{{") + source.count("{%")


def _line(draft: Draft, body: str, token: liquid.Token | None) -> int | None:
    if token is None or token.start_index < 0:
        return None
    at = token.start_index
    if token.source != body:  # an expression within a tag is counted from the tag, or stands in an include
        return None
    return draft.body_line + token.source.count("\n", 0, at)
