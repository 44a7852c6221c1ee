"""Words that are looked for, and words that are found; the one way of every search (orders, messages, cases, goods)."""

from collections.abc import Callable
from typing import Any

from django.contrib.postgres.search import SearchQuery

from anam.folding import chunks_of, runs_of, words_of

MAX_WORDS = 12
_MAX_LENGTH = 100
_LABELS = {"order", "case", "no", "nr", "number"}  # what people write before a number


def search_query(raw: Any) -> SearchQuery:
    """A raw tsquery, as `query_for` makes them, to filter by; of the words as they are, in no language."""
    return SearchQuery(raw, search_type="raw", config="simple")


def words_in(text: str) -> list[str]:
    """The words of `text` as a full-text index keeps them: "Sea-green, no. 3" is sea, green, no, 3."""
    return words_of(text)


def indexed(text: str) -> str:
    """What `text` is found by: its words, what is written together as one word, and the numbers in words.

    So that "BYR-1042" is found by byr-1042, BYR1042, byr 1042 and 1042. The database's search_words() says the same.
    """
    found: dict[str, None] = {}
    for chunk in chunks_of(text):
        found |= dict.fromkeys([*chunk, "".join(chunk)])
        for word in chunk:
            found |= dict.fromkeys(runs_of(word))
    return " ".join(found)


def query_for(text: str, *, among: str = "", also: Callable[[list[str]], list[str]] | None = None) -> str:
    """A raw tsquery for what begins as the words of `text` do; "" where there are none.

    `among` names the weights that count, as in "AD". `also` says what else a word, in its parts, is found by.
    """
    return " & ".join(queries_for(text, among=among, also=also))


def one_of(chunk: list[str]) -> list[str]:
    """For what is sold, which is looked for in the plural: mugs are found by "Mug", dishes by "Dish"."""
    *first, last = chunk
    ends = (("ies", "y"), ("es", ""), ("s", ""))
    single = [last.removesuffix(end) + now for end, now in ends if last.endswith(end) and len(last) > len(end) + 2]
    return [" & ".join(f"{word[:_MAX_LENGTH]}:*" for word in [*first, one]) for one in single]


def queries_for(text: str, *, among: str = "", also: Callable[[list[str]], list[str]] | None = None) -> list[str]:
    """The same, a raw tsquery for each of the words: for what may stand in several places."""
    chunks = chunks_of(text)[:MAX_WORDS]
    while len(chunks) > 1 and chunks[0][0] in _LABELS and any(word[-1].isdecimal() for word in chunks[1] + chunks[-1]):
        del chunks[0]
    return [_one(chunk[:MAX_WORDS], among, also(chunk) if also else []) for chunk in chunks]


def _one(chunk: list[str], among: str, also: list[str]) -> str:
    """One word as it was typed: joined, or in its parts, or its letters and numbers apart; or what it is `also`.

    Only the last part may be the beginning of a word: an index would read every number that begins with "byr".
    """
    ways = [["".join(chunk)], chunk, [run for word in chunk for run in runs_of(word)]]
    asked = [
        " & ".join(_term(word, among, whole=place < len(way)) for place, word in enumerate(way, start=1))
        for way in ways
    ]
    different = list(dict.fromkeys([*asked, *also]))
    return different[0] if len(different) == 1 else f"({' | '.join(f'({one})' for one in different)})"


def _term(word: str, among: str, *, whole: bool) -> str:
    """A word that stands just so, or one that is found by its beginning."""
    marks = among if whole and len(word) <= _MAX_LENGTH else f"*{among}"
    return f"{word[:_MAX_LENGTH]}:{marks}" if marks else word
