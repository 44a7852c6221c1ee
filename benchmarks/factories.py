"""A server, a database and very many orders, made with SQL so that a million takes a minute."""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit, urlunsplit

import psutil
import psycopg

from anam.config.database import HOME, start_embedded

DATABASE = "anam_bench"
BUYERS = 50
# Each pgbench client of the floor needs a connection (see benchmarks/floor).
SERVER = "shared_buffers = 512MB\nmax_wal_size = 4GB\nmax_connections = 320\nrandom_page_cost = 1.1\n"


def server_url() -> str:
    """The URL of the server that is measured: that of DATABASE_URL, or a durable one of our own."""
    return os.environ.get("DATABASE_URL") or start_embedded(HOME / "bench-postgres", settings=SERVER)


def fresh_database() -> str:
    """The URL of an empty, migrated database on a durable server."""
    server = server_url()
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


# Maker n has the members 2n-1 and 2n and 400 products; every maker talks with every buyer.
PARTIES = f"""
INSERT INTO maker (id, slug, name, place, country, time_zone, order_prefix, created_at)
  SELECT n, 'bench' || CASE WHEN n > 1 THEN '-' || n ELSE '' END, 'Bench Ceramics', 'Galway', 'IE', 'UTC', 'B', now()
  FROM generate_series(1, %(makers)s) n;
INSERT INTO storefront (maker_id, tagline, story, currency, order_minimum, shipping, lead_time_days, open)
  SELECT id, '', '', 'USD', 0, 1200, 10, true FROM maker;
INSERT INTO buyer (id, slug, name, place, country, time_zone, created_at)
  SELECT n, 'shop-' || n, 'Shop ' || n, '', 'US', 'UTC', now() FROM generate_series(1, {BUYERS}) n;
INSERT INTO person (id, password, email, name, time_zone, language, is_active, phone, is_support, leads_support,
    joined_at)
  SELECT n, '', CASE WHEN n > 2 * %(makers)s THEN 'shop' || n - 2 * %(makers)s ELSE 'member' || n END || '@bench.test',
    'Member ' || n, 'UTC', 'en', true, '', false, false, now() FROM generate_series(1, 2 * %(makers)s + {BUYERS}) n;
INSERT INTO maker_member (user_id, maker_id, role)
  SELECT n, (n + 1) / 2, 'owner' FROM generate_series(1, 2 * %(makers)s) n;
INSERT INTO buyer_member (user_id, buyer_id, role) SELECT 2 * %(makers)s + id, id, 'owner' FROM buyer;
INSERT INTO product (id, maker_id, sku, source_key, title, description, unit_price, stock)
  SELECT 400 * (maker.id - 1) + n, maker.id, 'SKU-' || n, '', 'Product ' || n, '', 1000 + n, 100000
  FROM maker, generate_series(1, 400) n;
INSERT INTO conversation (maker_id, buyer_id, started_by, buyer_wrote_at, last_message_at)
  SELECT maker.id, buyer.id, 'buyer', now() - interval '1 day', now() - interval '1 day' FROM maker, buyer;
SELECT setval(name, greatest(nextval(name), taken)) FROM (VALUES
  (pg_get_serial_sequence('maker', 'id'), %(makers)s), (pg_get_serial_sequence('buyer', 'id'), {BUYERS}),
  (pg_get_serial_sequence('person', 'id'), 2 * %(makers)s + {BUYERS})) used (name, taken);
"""

# Order n has the lines 2n-1 and 2n and the payment n. Orders go round the makers, and each maker's round its buyers
# and products; those of `together` are all of the first maker and the first buyer.
ORDERS = f"""
CREATE TEMPORARY TABLE placed AS SELECT n, placed_at, maker, buyer, 400 * (maker - 1) + 1 + 2 * q %% 400 AS product
  FROM generate_series(%(first)s::int, %(last)s::int) n, LATERAL (SELECT (n - 1) / %(makers)s AS q,
    now() - interval '1 second' * (n %% 250000) AS placed_at) a,
    LATERAL (SELECT CASE WHEN %(together)s THEN 1 ELSE 1 + (n - 1) %% %(makers)s END AS maker,
                    CASE WHEN %(together)s THEN 1 ELSE 1 + q %% {BUYERS} END AS buyer) b;
INSERT INTO orders_order (id, number, maker_id, buyer_id, status, currency, items_total, shipping, tax, discount,
    removed, policy_id, placed_at, decline_by, carrier, tracking, contacted_at, contacted_how, source, reference,
    search)
  SELECT n, 'B-' || n, maker, buyer, %(status)s, 'USD', 5000, 1200, 0, 0, 0, policy.id, placed_at,
    placed_at + interval '72 hours', '', '', now(), 'message', 'checkout', '',
    to_tsvector('simple', 'b' || n || ' ' || n || ' shop ' || buyer || ' product ' || product) FROM placed, policy;
INSERT INTO orders_line (id, order_id, maker_id, product_id, sku, title, quantity,
    unit_price, reserved, declined_quantity)
  SELECT 2 * n - 1 + side, n, maker, product + side, 'SKU', 'Product', 2, 1250, 2, 0
  FROM placed, generate_series(0, 1) side;
INSERT INTO payment (id, order_id, maker_id, currency, status, holder, holder_name, gateway_reference,
    gateway_account, livemode, card, authorised, captured, refunded, refund_pending, created_at)
  SELECT n, n, maker, 'USD', 'authorised', 'sandbox', '', 'sb_bench-' || n, 'sandbox', false,
    '4242', 6200, 0, 0, 0, now() FROM placed;
INSERT INTO sandbox_charge (reference, card, currency, authorised, captured, refunded, voided)
  SELECT 'sb_bench-' || n, '4242', 'USD', 6200, 0, 0, false FROM placed;
INSERT INTO history_entry (order_id, maker_id, kind, actor_as, at, policy_id, facts)
  SELECT n, maker, 'placed', 'anam', placed_at, policy.id, '{{}}' FROM placed, policy;
DROP TABLE placed;
"""


def fill(
    url: str, *, orders: int, first: int = 1, status: str = "placed", makers: int = 1, together: bool = False
) -> None:
    """Orders `first` … of so many makers, each declinable now; the parties too, with the first call.

    `together`: all of them of the first maker and the first buyer, who have one conversation.
    """
    facts = {"makers": makers, "status": status, "together": together}
    with psycopg.connect(url, autocommit=True, cursor_factory=psycopg.ClientCursor) as connection:
        if first == 1:
            connection.execute(PARTIES, facts)
        for start in range(first, first + orders, 100_000):
            last = min(start + 100_000, first + orders) - 1
            connection.execute(ORDERS, {**facts, "first": start, "last": last})
        connection.execute("VACUUM ANALYZE")


def set_up_django(url: str) -> None:
    """Let this program use the database as Anam does."""
    import django

    os.environ["DATABASE_URL"] = url
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anam.config.settings")
    django.setup()


def cpu_of(*pids: int) -> float:
    """Seconds of processor time of these processes and of all that they started, ended ones included."""
    used = 0.0
    for pid in pids:
        for one in (psutil.Process(pid), *psutil.Process(pid).children(recursive=True)):
            with suppress(psutil.NoSuchProcess):
                times = one.cpu_times()
                used += times.user + times.system + times.children_user + times.children_system
    return used


def postgres(url: str) -> int:
    """The server's first process; it has to be on this machine."""
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT pg_read_file('postmaster.pid')").fetchone()
    assert row
    return int(row[0].split()[0])


@contextmanager
def working(url: str) -> Iterator[int]:
    """`anam worker`, as an operator runs it; the answer is its process."""
    process = subprocess.Popen([sys.executable, "-m", "anam", "worker"], env={**os.environ, "DATABASE_URL": url})
    try:
        yield process.pid
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def serving(url: str, *, port: int, processes: int = 1) -> Iterator[int]:
    """`anam serve` on that port, as an operator runs it; the answer is its process."""
    environment = {**os.environ, "DATABASE_URL": url, "PORT": str(port), "ANAM_WEB_WORKERS": str(processes)}
    process = subprocess.Popen([sys.executable, "-m", "anam", "serve"], env=environment)
    try:
        for _ in range(100):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=1)
                break
            except OSError:
                time.sleep(0.1)
        yield process.pid
    finally:
        process.terminate()
        process.wait(20)
