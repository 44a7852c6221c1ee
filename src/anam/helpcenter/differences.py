"""What differs between two versions of an article, line by line."""

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

_AROUND = 2
_MAX_LINES = 3_000


class Line(NamedTuple):
    """A line of a comparison: "same", "gone", "new", or "skipped" where many stand that are the same."""

    kind: str
    words: str

    @property
    def sign(self) -> str:
        """What stands before the line."""
        return {"gone": "−", "new": "+"}.get(self.kind, "")


def differences(before: str, after: str) -> list[Line]:
    """The lines that are gone and those that are new, each with a few around it."""
    old, new = (text.replace("\r\n", "\n").split("\n")[:_MAX_LINES] for text in (before, after))
    return list(_lines(old, new))


def _lines(old: list[str], new: list[str]) -> Iterator[Line]:
    groups = SequenceMatcher(None, old, new, autojunk=True).get_grouped_opcodes(_AROUND)
    for number, group in enumerate(groups):
        if number or group[0][1]:
            yield Line("skipped", "…")
        for kind, o1, o2, n1, n2 in group:
            if kind == "equal":
                yield from (Line("same", line) for line in old[o1:o2])
            else:
                yield from (Line("gone", line) for line in old[o1:o2])
                yield from (Line("new", line) for line in new[n1:n2])
