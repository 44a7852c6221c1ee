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
    """

    label: str
    name: str
    initial: str | int | bool
    hint: str = ""
    options: Mapping[str, str] | None = None
    most: int = 0
    longest: int = 0
    optional: bool = False

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
        return (self.options or {}).get(as_typed(value), as_typed(value))


def as_typed(value: str | int | bool) -> str:
    """A value as it is typed."""
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


COLUMNS = {
    "label": Column("Label", "label", "", "Makers choose by it.", longest=80),
    "for_buyer": Column(
        "Shown to buyer",
        "how the buyer hears it",
        "",
        "As in “Hanna cancelled this order: out of stock.” Empty: they read only the explanation.",
        longest=80,
        optional=True,
    ),
    "fault": Column(
        "At fault",
        "fault",
        "maker",
        options={"maker": "Maker", "buyer": "Buyer", "nobody": "Nobody"},
    ),
    "counts": Column(
        "Counts against maker",
        "counts",
        True,
        "Only what is the maker’s fault can count against them.",
        YES_OR_NO,
    ),
    "part_of_an_order": Column("Allowed for part of an order", "for a part", True, options=YES_OR_NO),
    "stock": Column(
        "What the stock does",
        "stock",
        "return",
        "The maker sees it before confirming, and can change it.",
        dict(Reason.Stock.choices),
    ),
    "least_words": Column("Fewest characters of the explanation", "fewest characters", MIN_WORDS, most=MAX_WORDS),
    "suggestion": Column(
        "What to suggest to the maker",
        "suggestion",
        "",
        "Shown beside the explanation.",
        longest=200,
        optional=True,
    ),
    "position": Column("Position in the list", "position", 0, "A smaller number stands higher.", most=MAX_POSITION),
    "for_makers": Column("Makers may choose it", "for makers", True, "No: only the program gives it.", YES_OR_NO),
}
