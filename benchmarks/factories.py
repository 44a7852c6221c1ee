"""A server, a database and very many orders, made with SQL so that a million takes a minute."""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg

from anam.config.database import HOME, start_embedded

DATABASE = "anam_bench"
PEOPLE = 8
PRODUCTS = 400
PASSWORD = "a benchmark's password"


def fresh_database() -> str:
    """The URL of an empty, migrated database on a durable server."""
    server = os.environ.get("DATABASE_URL") or start_embedded(
        HOME / "bench-postgres", settings="shared_buffers = 512MB\nmax_wal_size = 4GB\n"
    )
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {DATABASE} TEMPLATE template0")
    parts = urlsplit(server)
    url = urlunsplit(parts._replace(path=f"/{DATABASE}"))
    url = url.replace("///", f"//{parts.netloc}/", 1) if not parts.netloc else url
    anam(url, "migrate", "--verbosity", "0")
    anam(url, "collectstatic", "--verbosity", "0", "--no-input")
    return url


def anam(url: str, *arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "anam", *arguments], check=True, env={**os.environ, "DATABASE_URL": url})


PARTIES = f"""
INSERT INTO maker (slug, name, place, country, time_zone, order_prefix, created_at)
  VALUES ('bench', 'Bench Ceramics', 'Galway', 'IE', 'UTC', 'B', now());
INSERT INTO storefront (maker_id, tagline, story, currency, order_minimum, shipping, lead_time_days, open)
  SELECT id, '', '', 'USD', 0, 1200, 10, true FROM maker;
INSERT INTO buyer (id, slug, name, place, country, time_zone, created_at)
  SELECT n, 'shop-' || n, 'Shop ' || n, '', 'US', 'UTC', now() FROM generate_series(1, 50) n;
INSERT INTO person (password, email, name, time_zone, language, is_active, phone, is_support, leads_support, joined_at)
  SELECT '', 'member' || n || '@bench.test', 'Member ' || n, 'UTC', 'en', true, '', false, false, now()
  FROM generate_series(1, {PEOPLE}) n;
INSERT INTO maker_member (user_id, maker_id, role) SELECT person.id, maker.id, 'owner' FROM person, maker LIMIT 2;
INSERT INTO person (password, email, name, time_zone, language, is_active, phone, is_support, leads_support, joined_at)
  SELECT '', 'shop' || n || '@bench.test', 'Shopper ' || n, 'UTC', 'en', true, '', false, false, now()
  FROM generate_series(1, 50) n;
INSERT INTO buyer_member (user_id, buyer_id)
  SELECT p.id, b.id FROM buyer b JOIN person p ON p.email = 'shop' || substr(b.slug, 6) || '@bench.test';
INSERT INTO product (id, maker_id, sku, source_key, title, description, unit_price, stock)
  SELECT n, maker.id, 'SKU-' || n, '', 'Product ' || n, '', 1000 + n, 100000
  FROM maker, generate_series(1, {PRODUCTS}) n;
INSERT INTO conversation (maker_id, buyer_id, started_by, buyer_wrote_at, last_message_at)
  SELECT maker.id, buyer.id, 'buyer', now() - interval '1 day', now() - interval '1 day' FROM maker, buyer;
"""

# Order n has the lines 2n-1 and 2n and the payment n, so that pgbench can compute every id from n.
ORDERS = """
INSERT INTO orders_order (id, number, maker_id, buyer_id, status, currency, items_total, shipping, tax, discount,
    removed, policy_id, placed_at, decline_by, carrier, tracking, contacted_at, contacted_how, source, reference,
    search)
  SELECT n, 'B-' || n, maker.id, 1 + n %% 50, %(status)s, 'USD', 5000, 1200, 0, 0, 0, policy.id,
    placed.at, placed.at + interval '72 hours', '', '', now(), 'message', 'checkout', '',
    to_tsvector('simple', 'b' || n || ' ' || n || ' shop ' || (1 + n %% 50) || ' product ' || (1 + n %% 400))
  FROM maker, policy, generate_series(%(first)s::int, %(last)s::int) n,
    LATERAL (SELECT now() - interval '1 second' * (n %% 250000) AS at) placed WHERE maker.slug = 'bench';
INSERT INTO orders_line (id, order_id, maker_id, product_id, sku, title, quantity,
  unit_price, reserved, declined_quantity)
  SELECT 2 * n - 1 + side, n, maker.id, 1 + (2 * n + side) %% 400, 'SKU', 'Product', 2, 1250, 2, 0
  FROM maker, generate_series(%(first)s::int, %(last)s::int) n, generate_series(0, 1) side WHERE maker.slug = 'bench';
INSERT INTO payment (id, order_id, maker_id, currency, status, holder, holder_name, gateway_reference, card, authorised,
    captured, refunded, refund_pending, created_at)
  SELECT n, n, maker.id, 'USD', 'authorised', 'sandbox', '', 'sb_bench-' || n, '4242', 6200, 0, 0, 0, now()
  FROM maker, generate_series(%(first)s::int, %(last)s::int) n WHERE maker.slug = 'bench';
INSERT INTO history_entry (order_id, maker_id, kind, actor_as, at, policy_id, facts)
  SELECT o.id, o.maker_id, 'placed', 'anam', o.placed_at, o.policy_id, '{}'
  FROM orders_order o WHERE o.id BETWEEN %(first)s AND %(last)s;
"""


def fill(url: str, *, orders: int, first: int = 1, status: str = "placed") -> None:
    """Orders `first` … of one maker, each declinable now; the parties too, with the first call."""
    with psycopg.connect(url, autocommit=True, cursor_factory=psycopg.ClientCursor) as connection:
        if first == 1:
            connection.execute(PARTIES)
        for start in range(first, first + orders, 100_000):
            last = min(start + 100_000, first + orders) - 1
            connection.execute(ORDERS, {"first": start, "last": last, "status": status})
        connection.execute("VACUUM ANALYZE")


def set_passwords(url: str) -> None:
    """Let the maker's members sign in."""
    import django

    os.environ["DATABASE_URL"] = url
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anam.config.settings")
    django.setup()
    from django.contrib.auth.hashers import make_password

    from anam.people.models import User

    User.objects.filter(maker_member__isnull=False).update(password=make_password(PASSWORD))


@contextmanager
def serving(url: str, *, port: int) -> Iterator[int]:
    """`anam serve` on that port, as an operator runs it."""
    environment = {**os.environ, "DATABASE_URL": url, "PORT": str(port)}
    process = subprocess.Popen([sys.executable, "-m", "anam", "serve"], env=environment)
    try:
        for _ in range(100):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=1)
                break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(20)
