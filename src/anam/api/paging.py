"""Pages of lists by keyset: the hundred-thousandth page costs what the first does."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from ninja import Query

from anam.api.problems import Problem
from anam.digits import read_number
from anam.web.cursors import cursor_at, read_cursor

MAX_COUNT = 100


def parameter(usual: Any, **limits: Any) -> Any:
    """A parameter of an address that is `usual` where it is not given."""
    return Query(usual, **limits)  # type: ignore[type-arg]


def limit(usual: int) -> Any:
    """The parameter `limit`."""
    return parameter(usual, ge=1, le=MAX_COUNT, description="How many at most.")


def cursor() -> Any:
    """The parameter `cursor`."""
    return parameter("", max_length=60, description="`next` of the page before; without it, the first page.")


def read(given: str) -> tuple[datetime, int] | None:
    """Where the page before ended; None for the first page. Raises Problem for what is no cursor."""
    after = read_cursor(given)
    if given and after is None:
        raise Problem(422, "cursor_unknown")
    return after


def place_after(given: str) -> int:
    """The place in a feed after which to go on: 0, its begin, where none is given. Raises Problem for what is none."""
    place = read_number(given or "0")
    if place is None:
        raise Problem(422, "cursor_unknown")
    return place


def cut[Row](
    found: Iterable[Row], most: int, key: Callable[[Row], tuple[datetime, int]]
) -> tuple[list[Row], str | None]:
    """The first `most` of what was `found`, and the cursor of the next where there are more."""
    rows = list(found)
    if len(rows) <= most:
        return rows, None
    return rows[:most], cursor_at(*key(rows[most - 1]))
