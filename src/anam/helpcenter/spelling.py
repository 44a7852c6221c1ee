"""Typing mistakes forgiven: what was typed, measured against the words of the articles."""

import re
from collections.abc import Sequence
from unicodedata import normalize

from anam.folding import folded
from anam.helpcenter.models import Word
from anam.helpcenter.queries import IS_PUBLISHED
from anam.spelling import nearest_of
from anam.sql import fetch_values

MAX_WORD_LENGTH = 40
_WORD = re.compile(r"[^\W\d_][^\W_'’]*", re.UNICODE)
_UNKNOWN = f"""
SELECT word FROM unnest(%s::text[]) word, plainto_tsquery('english', word) form
 WHERE numnode(form) > 0 AND NOT EXISTS (SELECT 1 FROM article WHERE {IS_PUBLISHED} AND search @@ form)
"""  # noqa: S608 - nothing but our own words


def words_in(text: str) -> list[str]:
    """The distinct words of a text, in small letters, as the search knows them."""
    found = (word.lower() for word in _WORD.findall(normalize("NFC", text)))
    return sorted({word for word in found if 3 <= len(word) <= MAX_WORD_LENGTH})


def unknown(words: Sequence[str]) -> list[str]:
    """Those of `words` that no article has in any of their forms; short words, and words such as “the”, are known."""
    return fetch_values(_UNKNOWN, [[word for word in words if len(word) > 3]])


def nearest(words: Sequence[str]) -> dict[str, list[str]]:
    """For each of `words` the known ones that it was probably meant to be; none where nothing is near."""
    if not words:
        return {}
    known = sorted({folded(word) for word in Word.objects.values_list("word", flat=True)})
    near = {word: nearest_of(word, known)[:3] for word in words}
    return {word: found for word, found in near.items() if found}
