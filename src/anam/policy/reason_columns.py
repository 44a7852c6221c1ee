"""What support can say of a reason: every column once, for its page, for `anam policy` and for the list of changes.

The key of a reason stays for ever, and is none of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from anam.policy.models import Reason

MIN_WORDS, MAX_WORDS = 10, 500
MAX_POSITION = 9999
YES_OR_NO = {"yes": "yes", "no": "no"}


@dataclass(frozen=True)
class Column:
    """One column: `initial` is what a new reason begins with, `name` how a list of changes calls it.

    It is a choice among `options` (how it is typed, and in words), a whole number of at most `most`, or else a line
    of at most `longest` characters, which may be `optional`.

    `listed` is how `anam policy reasons` says it, `shown` how the page of all reasons does below its `heading` (its
    label, where none is given): first where it is something or yes, then where it is nothing or no; "" is left out.
    """

    label: str
    name: str
    initial: str | int | bool
    hint: str = ""
    options: Mapping[str, str] | None = None
    most: int = 0
    longest: int = 0
    optional: bool = False
    listed: tuple[str, str] | None = None
    heading: str = ""
    shown: tuple[str, str] | None = None

    @property
    def is_yes_or_no(self) -> bool:
        return self.options is YES_OR_NO

    @property
    def help(self) -> str:
        """For the command line."""
        choices = f": {', '.join(self.options)}" if self.options else ""
        return f"{self.label[0].lower()}{self.label[1:]}{choices}"

    def in_words(self, value: Any) -> str:
        """A value of it, as a list of changes says it."""
        if self.longest:
            return f"“{value}”" if value else "nothing"
        return self._option(value)

    def in_list(self, value: Any) -> str:
        """A value of it, as `anam policy reasons` says it."""
        return self._said(self.listed, value) if self.listed else f"{self.name} {self.in_words(value)}"

    def on_page(self, value: Any) -> str:
        """A value of it, as the page of all reasons shows it."""
        return self._said(self.shown, value) if self.shown else self.in_words(value)

    def _said(self, how: tuple[str, str], value: Any) -> str:
        something, nothing = how
        return (something if value else nothing).format(words=self._option(value), typed=as_typed(value))

    def _option(self, value: Any) -> str:
        return (self.options or {}).get(as_typed(value), as_typed(value))


def as_typed(value: str | int | bool) -> str:
    """A value as it is typed."""
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


_LEFT_OUT = ("", "")
COLUMNS = {
    "label": Column("Label", "label", "", "Makers choose by it.", longest=80, listed=_LEFT_OUT, shown=_LEFT_OUT),
    "for_buyer": Column(
        "Shown to buyer",
        "how the buyer hears it",
        "",
        "As in “Hanna cancelled this order: out of stock.” Empty: they read only the explanation.",
        longest=80,
        optional=True,
        listed=_LEFT_OUT,
        shown=("{words}", "only the explanation"),
    ),
    "fault": Column(
        "At fault",
        "fault",
        "maker",
        options={"maker": "Maker", "buyer": "Buyer", "nobody": "Nobody"},
        listed=("fault {typed}", ""),
        heading="Fault",
    ),
    "counts": Column(
        "Counts against maker",
        "counts",
        True,
        "Only what is the maker’s fault can count against them.",
        YES_OR_NO,
        listed=("counts", "does not count"),
        shown=("Yes", "No"),
    ),
    "part_of_an_order": Column(
        "Allowed for part of an order",
        "for a part",
        True,
        options=YES_OR_NO,
        listed=("also for a part", "whole orders only"),
        heading="Allowed for part",
        shown=("Yes", "Whole orders only"),
    ),
    "stock": Column(
        "What the stock does",
        "stock",
        "return",
        "The maker sees it before confirming, and can change it.",
        dict(Reason.Stock.choices),
        listed=("{words}", ""),
        heading="Stock",
    ),
    "least_words": Column(
        "Fewest characters of the explanation",
        "fewest characters",
        MIN_WORDS,
        most=MAX_WORDS,
        listed=("{words} characters or more", "0 characters or more"),
        heading="Explanation",
        shown=("{words} characters or more", "None needed"),
    ),
    "suggestion": Column(
        "What to suggest to the maker",
        "suggestion",
        "",
        "Shown beside the explanation.",
        longest=200,
        optional=True,
        listed=_LEFT_OUT,
        heading="Explanation",
        shown=("{words}", ""),
    ),
    "position": Column(
        "Position in the list",
        "position",
        0,
        "A smaller number stands higher.",
        most=MAX_POSITION,
        listed=_LEFT_OUT,
        shown=_LEFT_OUT,
    ),
    "for_makers": Column(
        "Makers may choose it",
        "for makers",
        True,
        "No: only the program gives it.",
        YES_OR_NO,
        listed=("", "only the program gives it"),
        shown=_LEFT_OUT,
    ),
}


def line_of(reason: Reason) -> str:
    """What a reason's columns say, in one line for `anam policy reasons`, which names its label and place before."""
    return ", ".join(filter(None, (column.in_list(getattr(reason, name)) for name, column in COLUMNS.items())))


def facts_of(reason: Reason) -> dict[str, list[str]]:
    """What the page of all reasons shows of one behind its label: what its columns say, by their headings."""
    facts: dict[str, list[str]] = {}
    for name, column in COLUMNS.items():
        if said := column.on_page(getattr(reason, name)):
            facts.setdefault(column.heading or column.label, []).append(said)
    return facts
