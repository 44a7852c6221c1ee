"""The words of what is sold and of who sells it; and what was probably meant by one that is not among them."""

from anam.catalog.models import ShopWord
from anam.searching import words_in
from anam.spelling import nearest_of
from anam.sql import execute

_MIN_LENGTH = 3

_LEARN = """
WITH said AS (
  SELECT p.title AS text FROM product p JOIN storefront s USING (maker_id) WHERE p.retired_at IS NULL AND s.open
  UNION ALL
  SELECT concat_ws(' ', m.name, m.place, s.tagline) FROM storefront s JOIN maker m ON m.id = s.maker_id WHERE s.open
), now AS (
  SELECT word, count(*) AS uses FROM said, unnest(string_to_array(search_words(text), ' ')) AS word
  WHERE length(word) BETWEEN 3 AND 40 AND word !~ '[0-9]' GROUP BY word
), gone AS (
  DELETE FROM shop_word WHERE NOT EXISTS (SELECT FROM now WHERE now.word = shop_word.word)
)
INSERT INTO shop_word (word, uses) SELECT word, uses FROM now
ON CONFLICT (word) DO UPDATE SET uses = EXCLUDED.uses WHERE shop_word.uses <> EXCLUDED.uses
"""


def learn_words() -> None:
    """Have the table say what the open storefronts say now. One at a time does it."""
    execute(_LEARN)


def as_probably_meant(text: str) -> str:
    """`text` with each of its words that no shop has, nor begins with, as the nearest that one has; "" where none is.

    Of several that are as near, the one that is used most.
    """
    typed = words_in(text)
    known = list(ShopWord.objects.order_by("-uses", "word").values_list("word", flat=True))
    meant = [_meant(word, known) for word in typed]
    return " ".join(meant) if meant != typed else ""


def _meant(word: str, known: list[str]) -> str:
    if len(word) < _MIN_LENGTH or any(one.startswith(word) for one in known):
        return word
    return next(iter(nearest_of(word, known)), word)
