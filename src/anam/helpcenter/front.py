"""What an article's front matter says of it: for whom it is, where it stands, and under which addresses it was known.

Nothing here refuses an article: what cannot be used is named, and left out.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from anam.helpcenter.addresses import address_of
from anam.helpcenter.models import longest

LAST = 1e9
_MAX_ADDRESSES = 50
# The words for those an article is for, as marketplaces use them.
_FOR = {
    "makers": {"makers", "maker", "sellers", "seller", "vendors", "vendor", "artisans", "for makers", "for sellers"},
    "buyers": {"buyers", "buyer", "shops", "shop", "retailers", "retailer", "customers", "for buyers", "for shops"},
    "support": {"support staff", "for support", "agents", "staff", "internal"},
    "everybody": {"everybody", "everyone", "all", "general"},
}


@dataclass(frozen=True)
class Remark:
    """Something in a file that was not understood, and what was done instead; `line` of the file, where known."""

    words: str
    line: int | None = None


@dataclass
class Front:
    """The front matter, read with `line_of`, which finds the line of a name."""

    values: dict[str, Any]
    lines: dict[str, int] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)

    def remark(self, name: str, words: str) -> None:
        self.remarks.append(Remark(words, self.lines.get(name)))

    def flag(self, name: str, otherwise: bool) -> bool:
        value = self.values.get(name, otherwise)
        if isinstance(value, bool):
            return value
        if value is not None:
            self.remark(name, f"{name} is neither true nor false; it was left out")
        return otherwise

    def number(self, name: str) -> float:
        value = self.values.get(name)
        if value is None:
            return LAST
        try:
            number = float(value)
        except (TypeError, ValueError, OverflowError):
            number = math.nan
        if isinstance(value, bool) or not -LAST < number < LAST:
            self.remark(name, f"{name} is no number; the article stands last")
            return LAST
        return number

    def words(self, name: str) -> str:
        """A short text, cut to what can be kept."""
        value = self.values.get(name)
        if value is None or isinstance(value, dict | list):
            return ""
        return " ".join(str(value).replace("\0", "").split())

    def several(self, name: str) -> list[str]:
        """A list of texts, or one text."""
        value = self.values.get(name)
        given = value if isinstance(value, list) else [] if value is None else [value]
        kept = [one for one in given if isinstance(one, str | int | float) and not isinstance(one, bool)]
        if len(kept) < len(given):
            self.remark(name, f"{name} holds something that is no text; it was left out")
        return [" ".join(str(one).split()) for one in kept]


def front_of(values: dict[str, Any], matter: str, *, before: int) -> Front:
    """`values` as they were read from `matter`, which begins after `before` lines of the file."""
    lines: dict[str, int] = {}
    for number, line in enumerate(matter.split("\n"), start=before + 1):
        if found := re.match(r"([\w-]+)\s*:", line):
            lines.setdefault(found[1], number)
    return Front(values, lines)


def audience_of(front: Front) -> str:
    """makers, buyers, support or everybody, from what its front matter says first."""
    for name in ("audience", "grand_parent", "parent", "category", "categories", "tags"):
        for words in front.several(name):
            for audience, names in _FOR.items():
                # A tag “support” says what an article is about, not who reads it.
                if words.lower() in names or (name in ("audience", "parent") and words.lower() == audience):
                    return audience
    return "everybody"


def category_of(front: Front, audience: str) -> str:
    """Under which heading it stands among those for its audience: its parent, unless that only names the audience."""
    for name in ("parent", "category"):
        for words in front.several(name):
            known = words.lower() in _FOR[audience] | {audience, "support center", "help center"}
            if words and not known and not any(words.lower() in names for names in _FOR.values()):
                return words[: longest("category")]
    return ""


def addresses_of(front: Front) -> Iterator[str]:
    """The addresses that it says it had: permalink, and redirect_from."""
    named = [(name, one) for name in ("permalink", "redirect_from") for one in front.several(name)]
    if len(named) > _MAX_ADDRESSES:
        front.remark("redirect_from", f"more than {_MAX_ADDRESSES} old addresses; the rest was left out")
    for name, one in named[:_MAX_ADDRESSES]:
        address = address_of(one)
        if address is None or (":" in one.split("/")[0] and "//" not in one):
            front.remark(name, f"{name}: “{one[:80]}” is no address; it was left out")
        elif address:
            yield address
