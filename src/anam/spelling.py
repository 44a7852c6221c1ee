"""Typing mistakes forgiven: a word that was typed, measured against those that there are."""

from collections.abc import Collection


def nearest_of(word: str, known: Collection[str]) -> list[str]:
    """Those of `known`, folded, that are nearest to `word`, in their order; none where nothing is near.

    A letter that is changed, added, left out or swapped with the next is one mistake; long words may have more.
    """
    from rapidfuzz import process  # not before somebody mistypes: it holds three megabytes
    from rapidfuzz.distance import OSA

    allowed = 1 if len(word) < 6 else 2 if len(word) < 10 else 3
    within = process.extract(word, known, scorer=OSA.distance, score_cutoff=allowed, limit=None)
    return [candidate for candidate, far, _ in within if far == within[0][1]]
