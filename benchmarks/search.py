"""Does the Support Center's search answer in the time of one indexed query, with 20 articles and with 2,000?

    .venv/bin/python -m benchmarks.search                 # 20 and 2,000 articles
    .venv/bin/python -m benchmarks.search --many 20000

What is printed: queries and the median of `--rounds` searches, beside the same rows fetched by one indexed query alone.
"""

import argparse
import os
import random
import statistics
import time
from typing import Any

import psycopg

from benchmarks.factories import fresh_database

SYLLABLES = ["ka", "ri", "mo", "ten", "bal", "su", "glo", "per", "ni", "vast", "or", "den", "lu", "quin", "sha", "tro"]
SEARCHES = {
    "one word": "parcel",
    "three words": "parcel kiln glaze",
    "a word just begun": "parc",
    "a typing mistake": "parcle kiln",
    "not all of the words": "parcel xylophonist",
    "nothing": "xylophonist",
}
ARTICLE = """
INSERT INTO article (slug, title, description, audience, category, parent, nav_order, in_nav, in_search, source,
    version, ours, path, given, waiting, changed_at, anchors, text, words, codes, claims,
    shows_policy, read_under, search)
  VALUES (%(slug)s, %(title)s, '', 'makers', 'Bench', '', 1, true, true, '', 1, false, '', '', '', now(), '[]',
    %(text)s, %(words)s, '{}', '[]', false, 1,
    setweight(to_tsvector('english', %(title)s), 'A') || setweight(to_tsvector('english', %(text)s), 'D'))
"""
WORDS = """
INSERT INTO article_word (word) SELECT DISTINCT unnest(words) FROM article ON CONFLICT DO NOTHING
"""
ALONE = """
SELECT slug, title FROM article, plainto_tsquery('english', %s) asked
 WHERE search @@ asked ORDER BY ts_rank_cd(search, asked, 1) DESC LIMIT 11
"""


def fill(url: str, *, first: int, last: int) -> None:
    """Articles of some 400 words each, from a vocabulary of thousands; one in ten is about parcels, and so on."""
    chance = random.Random(first)
    vocabulary = ["".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))) for _ in range(8_000)]
    with psycopg.connect(url, autocommit=True, cursor_factory=psycopg.ClientCursor) as connection:
        for number in range(first, last + 1):
            words = chance.choices(vocabulary, k=400)
            for word, one_in in (("parcel", 10), ("kiln", 5), ("glaze", 4)):
                if number % one_in == 0:
                    words[chance.randrange(400)] = word
            facts = {
                "slug": f"bench-{number}",
                "title": " ".join(words[:4]),
                "text": " ".join(words),
                "words": sorted(set(words)),
            }
            connection.execute(ARTICLE, facts)
        connection.execute(WORDS)
        connection.execute("VACUUM ANALYZE")


def measure(rounds: int) -> dict[str, tuple[int, float, int]]:
    """For each search: its queries, the median of its milliseconds, and how many articles it shows."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from anam.helpcenter.search import search

    found = {}
    for name, words in SEARCHES.items():
        with CaptureQueriesContext(connection) as queries:
            hits = search(words).hits
        found[name] = (len(queries), statistics.median(_milliseconds(search, words) for _ in range(rounds)), len(hits))
    found["one indexed query alone"] = (
        1,
        statistics.median(_milliseconds(_alone, "parcel") for _ in range(rounds)),
        10,
    )
    return found


def _alone(words: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(ALONE, [words])
        cursor.fetchall()


def _milliseconds(done: Any, words: str) -> float:
    begun = time.perf_counter()
    done(words)
    return (time.perf_counter() - begun) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--few", type=int, default=20)
    parser.add_argument("--many", type=int, default=2_000)
    parser.add_argument("--rounds", type=int, default=40)
    arguments = parser.parse_args()
    url = fresh_database()
    os.environ["DATABASE_URL"] = url
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anam.config.settings")
    import django

    django.setup()
    fill(url, first=1, last=arguments.few)
    few = measure(arguments.rounds)
    fill(url, first=arguments.few + 1, last=arguments.many)
    many = measure(arguments.rounds)
    print(f"{'':26}{arguments.few:>12,} articles{arguments.many:>16,} articles")
    for name, (queries, milliseconds, hits) in few.items():
        more_queries, more_milliseconds, more_hits = many[name]
        print(
            f"{name:<26}{queries:>4} q {milliseconds:6.1f} ms {hits:>3} hits"
            f"{more_queries:>6} q {more_milliseconds:6.1f} ms {more_hits:>3} hits"
        )


if __name__ == "__main__":
    main()
