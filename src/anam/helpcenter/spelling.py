"""Typing mistakes forgiven with plain SQL: the words of the articles, found by the trigrams they share."""

import re
from collections.abc import Iterable, Sequence
from unicodedata import normalize

from django.db import connection

LONGEST_WORD = 40
_WORD = re.compile(r"[^\W\d_][^\W_'’]*", re.UNICODE)
_UNKNOWN = """
SELECT word FROM unnest(%s::text[]) word, plainto_tsquery('english', word) form
 WHERE numnode(form) > 0 AND NOT EXISTS (SELECT 1 FROM article WHERE retired_at IS NULL AND search @@ form)
"""
_CANDIDATES = """
SELECT asked.word, search_folded(near.word)
  FROM unnest(%s::text[]) AS asked(word),
  LATERAL (
    SELECT known.word FROM article_word AS known
     WHERE known.trigrams && trigrams_of(asked.word)
     ORDER BY cardinality(ARRAY(SELECT unnest(known.trigrams) INTERSECT SELECT unnest(trigrams_of(asked.word)))) DESC,
              abs(length(known.word) - length(asked.word)), known.word
     LIMIT 12) AS near
"""


def words_in(text: str) -> list[str]:
    """The distinct words of a text, in small letters, as the search knows them."""
    found = (word.lower() for word in _WORD.findall(normalize("NFC", text)))
    return sorted({word for word in found if 3 <= len(word) <= LONGEST_WORD})


def trigrams(word: str) -> list[str]:
    """The runs of three letters of a word with its edges, as PostgreSQL's trigrams_of() makes them."""
    padded = f"  {word} "
    return sorted({padded[i : i + 3] for i in range(len(padded) - 2)})


def unknown(words: Sequence[str]) -> list[str]:
    """Those of `words` that no article has in any of their forms; short words, and words such as “the”, are known."""
    with connection.cursor() as cursor:
        cursor.execute(_UNKNOWN, [[word for word in words if len(word) > 3]])
        return [word for (word,) in cursor.fetchall()]


def nearest(words: Sequence[str]) -> dict[str, list[str]]:
    """For each of `words` the known ones that it was probably meant to be; none where nothing is near."""
    if not words:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_CANDIDATES, [list(words)])
        rows = cursor.fetchall()
    near: dict[str, list[str]] = {}
    for word in words:
        candidates = [known for asked, known in rows if asked == word]
        near[word] = _best(word, candidates)
    return {word: found for word, found in near.items() if found}


def _best(word: str, candidates: Iterable[str]) -> list[str]:
    allowed = 1 if len(word) < 6 else 2 if len(word) < 10 else 3
    measured = sorted((distance(word, known), known) for known in set(candidates))
    within = [(far, known) for far, known in measured if far <= allowed]
    return [known for far, known in within if far == within[0][0]][:3]


def distance(a: str, b: str) -> int:
    """How many letters must be changed, added, left out or swapped with the next to make `a` of `b`."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, left in enumerate(a, start=1):
        older, before, row = before, row, [i]
        for j, right in enumerate(b, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (left != right))
            if i > 1 and j > 1 and left == b[j - 2] and a[i - 2] == right:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return row[-1]
