"""How an import goes, while it goes: a bar on a terminal, a plain line now and then elsewhere."""

from collections.abc import Callable
from types import TracebackType
from typing import Self

from django.core.management.base import OutputWrapper
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

EVERY = 1000


class Shown:
    """Used as a context; `say` writes a line to stderr without breaking the bar."""

    def __init__(self, stderr: OutputWrapper, *, what: str) -> None:
        self._stderr, self._what = stderr, what
        self._bar = _bar() if stderr.isatty() else None
        self._task = self._bar.add_task(what, total=None) if self._bar else None
        self._said = 0

    def __enter__(self) -> Self:
        if self._bar:
            self._bar.start()
        else:
            self._stderr.write(self._what, _plain)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, at: TracebackType | None
    ) -> None:
        if self._bar:
            self._bar.stop()

    def reached(self, position: int, *, size: int, done: int, what: str = "orders") -> None:
        """`done` of `what` are through, and `position` of `size` is read."""
        if self._bar and self._task is not None:
            self._bar.update(self._task, completed=position, total=size, description=f"{self._what} · {done:,} {what}")
        elif done // EVERY > self._said:
            self._said = done // EVERY
            share = f" ({position * 100 // size} %)" if size else ""
            self._stderr.write(f"{done:,} {what}{share}", _plain)

    def say(self, words: str) -> None:
        if self._bar:
            self._bar.console.print(words, markup=False, highlight=False, soft_wrap=True)
        else:
            self._stderr.write(words, _plain)


def _bar() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True)


_plain: Callable[[str], str] = str
