"""Words that are looked for, and words that are found: lower case, letters and digits only."""

import re

MOST_WORDS = 12


def words_in(text: str) -> list[str]:
    """The words of `text` as a full-text index keeps them: "Sea-green, no. 3" is sea, green, no, 3."""
    return re.findall(r"[^\W_]+", text.lower())


def query_for(text: str, *, among: str = "") -> str:
    """A raw tsquery for what begins as the words of `text` do; "" where there are none.

    `among` names the weights that count, as in "AD". A database of the C locale keeps capitals that are not
    ASCII, so such a word is looked for with a capital too.
    """
    return " & ".join(_one(word, among) for word in words_in(text)[:MOST_WORDS])


def _one(word: str, among: str) -> str:
    spellings = {word} if word[0].isascii() else {word, word[0].upper()[:1] + word[1:]}
    ways = [f"{spelling}:*{among}" for spelling in sorted(spellings)]
    return ways[0] if len(ways) == 1 else f"({' | '.join(ways)})"
