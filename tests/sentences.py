"""The sentences of the marketplace's article, numbered; its words themselves stay where they are."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
ARTICLE = ROOT.parent / "shared" / "articles" / "declining-an-order.md"
_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")
_ENTRY_OF_CONTENTS = re.compile(r"^\d+\.\s+\[[^\]]+\]\(#[^)]*\)$")
_END = re.compile(r"(?<=[.?!])[\"”*]*\s+(?=[\"“*A-Z])")


def sentences(text: str) -> list[str]:
    """Every sentence of an article: its description, then its body without headings and its table of contents."""
    _, front, body = text.split("---", 2)
    described = re.search(r'^description: "(.*)"$', front, re.MULTILINE)
    found = [described[1]] if described else []
    for line in body.split("\n"):
        words = line.strip()
        if not words or words.startswith("#") or words == "---" or _ENTRY_OF_CONTENTS.match(words):
            continue
        plain = _LINK.sub(r"\1", words).replace("**", "").removeprefix("- ")
        plain = re.sub(r"^[QA]:\s*", "", plain)
        found += [sentence.strip() for sentence in _END.split(plain) if sentence.strip()]
    return found
