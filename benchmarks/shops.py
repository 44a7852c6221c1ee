"""Do the pages of makers and products, and the search over them, answer within 10 ms with thousands of products?

    .venv/bin/python -m benchmarks.shops                       # 300 makers, 6,000 products
    .venv/bin/python -m benchmarks.shops --makers 1000 --products 50000

What is printed: the median of `--rounds` answers of Django's client in this process, how much of that Python computed,
and how much the database did. On a machine with other work on it, the last two say more than the first.
"""

import argparse
import os
import random
import statistics
import time
from pathlib import Path
from typing import Any

import psycopg

from benchmarks.factories import fresh_database

SYLLABLES = ["ka", "ri", "mo", "ten", "bal", "su", "glo", "per", "ni", "vast", "or", "den", "lu", "quin", "sha", "tro"]
THINGS = ["mug", "bowl", "plate", "jug", "vase", "scarf", "towel", "blanket", "candle", "spoon", "board", "belt"]
MAKERS = """
INSERT INTO maker (slug, name, place, country, time_zone, order_prefix, created_at)
  VALUES (%s, %s, %s, 'IE', 'UTC', %s, now()) RETURNING id
"""
FRONT = """
INSERT INTO storefront (maker_id, tagline, story, currency, order_minimum, shipping, lead_time_days, open)
  VALUES (%s, %s, '', 'USD', 15000, 1200, 10, true)
"""
PRODUCT = """
INSERT INTO product (maker_id, sku, source_key, title, description, unit_price, stock, kind, "group", options)
  VALUES (%s, %s, '', %s, %s, %s, %s, %s, %s, jsonb_build_object('Glaze', %s::text))
"""


def fill(url: str, *, makers: int, products: int) -> None:
    """Makers with as many products each; a third of those in groups of three. Titles of words of some thousands."""
    chance = random.Random(7)
    vocabulary = ["".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))) for _ in range(6_000)]
    with psycopg.connect(url, cursor_factory=psycopg.ClientCursor) as connection:
        for number in range(makers):
            words = chance.choices(vocabulary, k=6)
            name = f"{words[0].title()} {words[1].title()}" if number else "Byrne Ceramics"
            one = connection.execute(MAKERS, [f"m{number}", name, words[2].title(), f"M{number}"]).fetchone()
            assert one
            connection.execute(FRONT, [one[0], " ".join(words[3:])])
            for product in range(products // makers):
                thing, glaze = chance.choice(THINGS), chance.choice(vocabulary)
                group = f"{thing} {number} {product // 3}" if product % 9 < 3 else ""
                title = f"{thing}, {glaze} {chance.choice(vocabulary)} {chance.choice(vocabulary)}"
                kind = ("ceramics", "textiles", "wood", "glass", "")[number % 5]
                facts = [f"S-{product}", title, "As it is made here.", 1450, chance.randrange(20), kind, group, glaze]
                connection.execute(PRODUCT, [one[0], *facts])


def measure(rounds: int) -> None:
    from django.test import Client

    from anam.catalog.models import Product

    product = Product.objects.exclude(group="").select_related("maker").earliest("pk")
    addresses = {
        "all makers": "/",
        "one kind": "/?kind=glass",
        "a word of one in twelve": "/?q=mug",
        "the same, its second page": "/?q=mug&after=24",
        "a rare word": f"/?q={product.title.split()[-1]}",
        "a word just begun": "/?q=blan",
        "a maker": "/?q=byrne",
        "a maker and a product": "/?q=byrne+mug",
        "a typing mistake": "/?q=blnaket",
        "nothing": "/?q=xylophonist",
        "a storefront": "/m/m0/",
        "a product with variants": product.get_absolute_url(),
    }
    client, everything = Client(), []
    for name, address in addresses.items():
        for _ in range(3):
            answer = client.get(address)
        assert answer.status_code == 200
        before = _cpu_of_server()
        took = [_milliseconds(client, address) for _ in range(rounds)]
        server = (_cpu_of_server() - before) / rounds
        everything += took if "?" in address else []
        figures = f"{_median(took, 0):8.1f} ms{_median(took, 1):8.1f} ms{server:8.1f} ms"
        print(f"{name:<28}{figures}{len(answer.content) / 1024:7.0f} kB")
    print(f"{'all searches':<28}{_median(everything, 0):8.1f} ms{_median(everything, 1):8.1f} ms")


def _median(took: list[tuple[float, float]], what: int) -> float:
    return statistics.median(one[what] for one in took)


def _milliseconds(client: Any, address: str) -> tuple[float, float]:
    """How long an answer took, and how long of that this process computed."""
    begun, computed = time.perf_counter(), time.process_time()
    client.get(address)
    return (time.perf_counter() - begun) * 1000, (time.process_time() - computed) * 1000


def _cpu_of_server() -> float:
    """Milliseconds that the processes of the database which serve this one have computed."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
        pids = [pid for (pid,) in cursor.fetchall()]
    spent = 0.0
    for pid in pids:
        columns = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        spent += (int(columns[11]) + int(columns[12])) * 1000 / os.sysconf("SC_CLK_TCK")
    return spent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--makers", type=int, default=300)
    parser.add_argument("--products", type=int, default=6_000)
    parser.add_argument("--rounds", type=int, default=40)
    arguments = parser.parse_args()
    url = fresh_database()
    os.environ["DATABASE_URL"] = url
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anam.config.settings")
    import django

    django.setup()
    fill(url, makers=arguments.makers, products=arguments.products)
    from anam.catalog.shop_words import learn_words

    begun = time.perf_counter()
    learn_words()
    print(f"learning the words: {(time.perf_counter() - begun) * 1000:.0f} ms")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
    print(f"{'':28}{'median':>11}{'in Python':>11}{'in the server':>14}")
    measure(arguments.rounds)


if __name__ == "__main__":
    main()
