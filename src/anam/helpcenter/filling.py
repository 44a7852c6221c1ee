"""Liquid: the variables of an article filled in, as Jekyll would, within limits."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

import liquid
from liquid.exceptions import LiquidError, LoopIterationLimitError, ResourceLimitError

from anam.helpcenter.reading import Draft, Unreadable

_MOST_TAGS = 2_000
_MOST_LOOPS = 10_000
_MOST_OUTPUT = 2_000_000  # bytes
_MOST_FILTERED = 10_000_000


class _Context(liquid.RenderContext):
    """Counts every turn of every loop: the library's own count forgets a loop when it ends."""

    turns = 0

    def raise_for_loop_limit(self, length: int = 1) -> None:
        self.turns += length
        if self.turns > _MOST_LOOPS:
            raise LoopIterationLimitError(f"its loops take more than {_MOST_LOOPS:,} turns", token=None)


class _Template(liquid.BoundTemplate):
    context_class = _Context


class _Environment(liquid.Environment):
    template_class = _Template
    output_stream_limit = _MOST_OUTPUT
    local_namespace_limit = _MOST_OUTPUT

    def setup_tags_and_filters(self, *, extra: bool = False) -> None:
        super().setup_tags_and_filters(extra=extra)
        del self.tags["include"], self.tags["render"]  # there is nothing that could be included
        self.filters = {name: _limited(given) for name, given in self.filters.items()}


def _limited(given: Callable[..., Any]) -> Callable[..., Any]:
    """A filter that refuses before it begins to make something enormous, as `(1..999999999) | join` would."""

    @wraps(given)
    def within_the_limit(value: Any, *arguments: Any, **named: Any) -> Any:
        if _size(value) * max([1, *map(_size, arguments)]) > _MOST_FILTERED:
            raise ResourceLimitError("a filter is given too much", token=None)
        return given(value, *arguments, **named)

    return within_the_limit


def _size(value: Any) -> int:
    if isinstance(value, range):
        return max(0, value.stop - value.start)  # len() of a long range raises
    return len(value) if isinstance(value, str | list | tuple | dict) else 1


_ENVIRONMENT = _Environment()


def fill_in(draft: Draft, variables: Mapping[str, Any]) -> str:
    """The draft's Markdown with `variables` and its own front matter, as `page`. Raises Unreadable with the line."""
    if draft.body.count("{{") + draft.body.count("{%") > _MOST_TAGS:  # where unclosed, each costs a search to the end
        raise Unreadable(f"its Liquid: more than {_MOST_TAGS:,} tags")
    try:
        return _ENVIRONMENT.from_string(draft.body).render(**variables, page=draft.front)
    except LiquidError as error:
        token = error.token
        line = None
        if token is not None and token.start_index >= 0:
            line = draft.body_line + token.source.count("\n", 0, token.start_index)
        raise Unreadable(f"its Liquid: {error.message or type(error).__name__}", line=line) from error
    except Exception as error:  # a filter given something odd: what the library raises then has no common ancestor
        raise Unreadable(f"its Liquid: {error or type(error).__name__}") from error
