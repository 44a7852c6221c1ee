"""What reading an article's Markdown has to say about it: words, and what in the source they are about."""

from collections.abc import MutableMapping
from typing import Any

MAX_COUNT = 20


def remark(env: MutableMapping[str, Any], words: str, about: str) -> None:
    """Say something once; `about` is text of the source, by which its line is found."""
    said: dict[str, str] = env.setdefault("remarks", {})
    if len(said) < MAX_COUNT:
        said.setdefault(words, about)
