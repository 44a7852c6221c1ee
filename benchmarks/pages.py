"""What do the pages cost that people look at all day, with 10 thousand orders and with a million?

    .venv/bin/python -m benchmarks.pages                                # some minutes, and 6 GB of disk
    .venv/bin/python -m benchmarks.pages --orders 10000 --only Orders   # those alone whose name holds the word

One client, signed in as the member of a maker who has half of the orders, as one of its buyers, or as support; over
HTTP on a connection that is kept, compressed, each page asked for some times before it is measured. Prints for each its
statements, p50 and p99, and the processor time of the web process and of PostgreSQL for one answer. At most 10 ms are
wanted at the median.
"""

import argparse
import http.client
import os
import re
import statistics
import time
from dataclasses import dataclass
from typing import Any

import psycopg

from benchmarks.factories import cpu_of, fresh_database, postgres, serving, set_up_django
from benchmarks.marketplace import fill_marketplace

# By who asks: the name of each page, and its address.
PAGES: dict[str, dict[str, str]] = {
    "member1": {
        "Orders": "/portal/orders/",
        "Orders, second page": "/portal/orders/?tab=waiting&after={cursor}",
        "Orders, requests": "/portal/orders/?tab=asking",
        "Orders, to ship": "/portal/orders/?tab=accepted",
        "Orders, shipped": "/portal/orders/?tab=shipped",
        "Orders, completed": "/portal/orders/?tab=completed",
        "Orders, all": "/portal/orders/?tab=all",
        "Orders, search for a number": "/portal/orders/?q=B-{placed}",
        "Orders, search for a word": "/portal/orders/?q=oatmeal",
        "Editing Order view": "/portal/orders/B-{placed}/",
        "Editing Order view, shipped": "/portal/orders/B-{shipped}/",
        "the sheet": "/portal/orders/B-{told}/decline/",
        "packing slip": "/portal/orders/B-{accepted}/packing-slip/",
        "Message Center": "/portal/messages/",
        "Message Center, unread": "/portal/messages/?tab=unread",
        "Message Center, search": "/portal/messages/?q=mugs",
        "one conversation": "/portal/messages/{conversation}/",
        "Products": "/portal/products/",
        "Money": "/portal/money/",
        "notices": "/notices/",
    },
    "shop1": {
        "a buyer’s orders": "/orders/",
        "a buyer’s order": "/orders/B-{buyers}/",
        "a buyer’s Message Center": "/messages/",
        "a buyer’s conversation": "/messages/{conversation}/",
        "all makers": "/",
        "a storefront": "/m/bench/",
        "a product": "{product}",
    },
    "support1": {
        "the desk": "/desk/",
        "the desk, mine": "/desk/?tab=mine",
        "the desk, waiting for reply": "/desk/?tab=waiting",
        "the desk, all": "/desk/?tab=open",
        "the desk, closed": "/desk/?tab=closed",
        "the desk, search for a number": "/desk/?q=B-{cased}",
        "the desk, search for a word": "/desk/?q=broken",
        "a case": "/desk/cases/{case}/",
        "support’s page of an order": "/desk/orders/B-{placed}/",
        "stuck payments": "/desk/money/",
    },
    "api": {"GET /orders": "/api/v1/orders", "GET /orders/…": "/api/v1/orders/B-{placed}"},
}
FACTS = """
WITH mine AS (SELECT * FROM orders_order WHERE maker_id = 1)
SELECT (SELECT max(id) FROM mine WHERE status = 'placed') AS placed,
  (SELECT max(id) FROM mine WHERE status = 'placed' AND contacted_at IS NOT NULL) AS contacted,
  (SELECT max(id) FROM mine WHERE status = 'accepted') AS accepted,
  (SELECT max(id) FROM mine WHERE status = 'shipped') AS shipped,
  (SELECT max(id) FROM mine WHERE buyer_id = 1) AS buyers,
  (SELECT id FROM conversation WHERE maker_id = 1 AND buyer_id = 1) AS conversation,
  (SELECT max(id) FROM support_case WHERE closed_at IS NULL) AS case,
  (SELECT order_id FROM support_case WHERE closed_at IS NULL ORDER BY id DESC LIMIT 1) AS cased
"""


class Reader:
    """Somebody who looks at pages on one connection that is kept, with what says who they are."""

    def __init__(self, port: int, headers: dict[str, str]) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {**headers, "Accept-Encoding": "gzip", "Host": "127.0.0.1"}

    def milliseconds(self, path: str) -> float:
        """How long the answer takes. Fails where it is none, or a page that is not compressed."""
        begun = time.perf_counter()
        self.connection.request("GET", path, headers=self.headers)
        answer = self.connection.getresponse()
        answer.read()
        took = (time.perf_counter() - begun) * 1000
        assert answer.status == 200, f"{path} answered {answer.status}"
        assert "api" in path or answer.headers["Content-Encoding"] == "gzip", f"{path} is not compressed"
        return took


@dataclass
class Bench:
    """A marketplace of so many orders, and the web process that serves it."""

    url: str
    port: int
    web: int
    rounds: int

    def row(self, who: str, path: str) -> str:
        """What one page costs, as the end of a line of the table."""
        headers, queries = _headers_of(who), _statements(who, path)
        reader = Reader(self.port, headers)
        for _ in range(12):  # by then each statement is prepared on every connection that is used, and planned for good
            reader.milliseconds(path)
        server = postgres(self.url)
        before = cpu_of(self.web), cpu_of(server)
        took = sorted(reader.milliseconds(path) for _ in range(self.rounds))
        used = cpu_of(self.web) - before[0], cpu_of(server) - before[1]
        web, database = (seconds / self.rounds * 1000 for seconds in used)
        p50, p99 = statistics.median(took), took[int(len(took) * 0.99)]
        mark = "  above 10 ms" if p50 > 10 else ""
        return f"{queries:>6}{p50:9.1f}{p99:9.1f}{web:9.1f}{database:9.1f}{mark}"


def _client(who: str) -> Any:
    from django.test import Client

    from anam.people.models import User

    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(User.objects.get(email=f"{who}@bench.test"), backend="anam.people.signing_in.EmailBackend")
    return client


def _headers_of(who: str) -> dict[str, str]:
    from anam.api.actions.make_token import make_token
    from anam.people.models import User

    if who == "api":
        member = User.objects.get(email="member1@bench.test")
        return {"Authorization": f"Bearer {make_token(member, name=f'a program {time.perf_counter_ns()}')[1]}"}
    return {"Cookie": f"sessionid={_client(who).cookies['sessionid'].value}"}


def _statements(who: str, path: str) -> int:
    """How many statements the page asks for, the session's and the person's among them; the second time."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = _client(who) if who != "api" else Client(headers={"host": "127.0.0.1", **_headers_of(who)})
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    return len(queries)


def _addresses(url: str) -> dict[str, Any]:
    """What stands in braces in the addresses."""
    from anam.catalog.models import Product

    with psycopg.connect(url, row_factory=psycopg.rows.dict_row) as connection:
        facts = connection.execute(FACTS).fetchone()
    assert facts
    found = re.findall(r"after=([\d.]+)", _client("member1").get("/portal/orders/").content.decode())
    facts["told"] = facts["contacted"] or facts["placed"]
    # With few orders to do there is one page of them, and its second is what follows the first of them all.
    return {**facts, "cursor": found[0] if found else "", "product": Product.objects.earliest("pk").get_absolute_url()}


def measure(url: str, *, orders: int, rounds: int, port: int, only: str) -> None:
    """A line for each page."""
    set_up_django(url)
    facts, load = _addresses(url), os.getloadavg()[0]
    print(f"\n{orders:,} orders{'':15}{'statements':>11}{'p50 ms':>9}{'p99':>9}{'web CPU':>9}{'PG CPU':>9}")
    with serving(url, port=port) as web:
        bench = Bench(url, port, web, rounds)
        for who, pages in PAGES.items():
            for name, path in pages.items():
                if only.lower() in name.lower():
                    print(f"{name:<33}{bench.row(who, path.format(**facts))}", flush=True)
    print(f"The load was {load:.1f} before and {os.getloadavg()[0]:.1f} after, on {os.cpu_count()} cores.")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--orders", type=int, nargs="*", default=[10_000, 1_000_000])
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--only", default="", help="a part of the names of the pages")
    parser.add_argument("--kept", default="", help="the URL of a database that was filled before, to be measured alone")
    parser.add_argument("--port", type=int, default=8919)
    arguments = parser.parse_args()
    os.environ.setdefault("ANAM_API_CALLS_PER_MINUTE", "1000000")
    for orders in arguments.orders:
        url = arguments.kept or fresh_database()
        if not arguments.kept:
            fill_marketplace(url, orders=orders)
        measure(url, orders=orders, rounds=arguments.rounds, port=arguments.port, only=arguments.only)


if __name__ == "__main__":
    main()
