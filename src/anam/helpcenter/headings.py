"""Anchors that stay: a heading keeps its own when others come or go, and an older one when it is reworded."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

# Ids that the page around an article uses, and its script looks for.
RESERVED = {
    "main", "q", "popup", "effects", "helpful", "found", "preview", "explanation", "note", "done", "words",
    "support", "request", "road", "cannot-fulfil", "source",
}  # fmt: skip
_MAX_OLDER = 5


@dataclass
class Heading:
    """A heading of an article, in its order; `given` is the id that its author wrote."""

    level: int
    text: str
    given: str = ""
    in_toc: bool = True
    anchor: str = ""
    older: tuple[str, ...] = ()


def slug(text: str) -> str:
    """The id of a heading, as GitHub and Jekyll make it; never empty."""
    made = re.sub(r"[^\w\- ]", "", text.strip().lower()).replace(" ", "-")[:100] or "section"
    return allowed(made)


def allowed(ident: str) -> str:
    """`ident`, or another where the page needs it for itself."""
    return f"{ident}-" if ident in RESERVED or ident.startswith(("why-", "fn")) else ident


def settle(headings: Sequence[Heading], known: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give each heading its anchor, by those that were `known` before; the answer is what to know from now on.

    A heading with the same words keeps its anchor, whatever came before it. One that stands where another stood
    is that one in new words: it has a new anchor, and answers to the old one.
    """
    matched = _matched([heading.text for heading in headings], [one["text"] for one in known])
    taken = {heading.given for heading in headings if heading.given}
    for i, (at, same) in matched.items():
        if same and not headings[i].given and known[at]["anchor"] not in taken:
            headings[i].anchor = known[at]["anchor"]
            taken.add(headings[i].anchor)
    counts: Counter[str] = Counter()
    for heading in headings:
        if not heading.anchor:
            heading.anchor = heading.given or _free(slug(heading.text), taken, counts)
            taken.add(heading.anchor)
    for i, (at, _) in matched.items():
        older = [known[at]["anchor"], *known[at]["older"]]
        headings[i].older = tuple(one for one in dict.fromkeys(older) if one not in taken)[:_MAX_OLDER]
        taken.update(headings[i].older)
    return [{"text": one.text, "anchor": one.anchor, "older": list(one.older)} for one in headings]


def _matched(now: list[str], before: list[str]) -> dict[int, tuple[int, bool]]:
    """For a heading now, which it was before, and whether its words are the same."""
    found: dict[int, tuple[int, bool]] = {}
    if len(now) > 1000 or len(before) > 1000:  # comparing costs the product
        return found
    for kind, b1, b2, n1, n2 in SequenceMatcher(None, before, now, autojunk=False).get_opcodes():
        if kind == "equal" or (kind == "replace" and b2 - b1 == n2 - n1):
            found |= {n1 + i: (b1 + i, kind == "equal") for i in range(n2 - n1)}
    moved = {text: at for at, text in enumerate(before) if at not in {at for at, _ in found.values()}}
    for i, text in enumerate(now):
        if i not in found and text in moved:
            found[i] = (moved.pop(text), True)
    return found


def _free(wanted: str, taken: set[str], counts: Counter[str]) -> str:
    ident = wanted
    while ident in taken:
        counts[wanted] += 1
        ident = f"{wanted}-{counts[wanted]}"
    return ident
