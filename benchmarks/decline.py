"""What one decline over HTTP costs: signed in, with CSRF, the real action, durable.

Beside it, on the same server in the same run, the floor: `pgbench -M prepared` with the twelve statements and the
tables that a decline had at commit 8ec7a82 (benchmarks/floor). Orders, buyers and products are spread over many
makers; in the rows called "one conversation" all orders are of one maker and one buyer, whose row they all change.
Prints throughput, the ratio, p50, p95, p99, and the processor time of a decline: web, PostgreSQL, and the clients'
own, which those who are measured have to share the machine with.
"""

import argparse
import http.client
import os
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlencode

import psycopg
from django.utils.crypto import get_random_string

from benchmarks.factories import cpu_of, fill, fresh_database, postgres, server_url, serving, set_up_django
from benchmarks.floor import TOGETHER, Floor

EXPLANATION = "I am so sorry: my kiln is down until spring, and I cannot make these in time for you."
MAKERS = 64
PATIENCE_SECONDS = 1.0


class Member:
    """A member of a maker, signed in, on one connection that is kept."""

    turned_away = 0

    def __init__(self, port: int, email: str) -> None:
        from django.test import Client

        from anam.people.models import User

        browser = Client()
        browser.force_login(User.objects.get(email=email), backend="anam.people.signing_in.EmailBackend")
        self.cookies = {"sessionid": browser.cookies["sessionid"].value, "csrftoken": get_random_string(32)}
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def ask(self, method: str, path: str, fields: dict[str, str] | None = None) -> int:
        body = urlencode({**fields, "csrfmiddlewaretoken": self.cookies["csrftoken"]}) if fields is not None else None
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        answer.read()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, value = cookie.split(";", 1)[0].split("=", 1)
            self.cookies[name] = value
        return answer.status

    def decline(self, order: int) -> float:
        """Seconds that the decline of order number B-`order` took; who is turned away first (503) comes again."""
        while True:
            begun = time.perf_counter()
            status = self.ask(
                "POST", f"/portal/orders/B-{order}/decline/", {"reason": "too_late", "explanation": EXPLANATION}
            )
            if status == 302:
                return time.perf_counter() - begun
            assert status == 503, f"B-{order} answered {status}"
            self.turned_away += 1
            time.sleep(PATIENCE_SECONDS)


class Declines(Protocol):
    """Whoever declines orders on a connection of their own."""

    def decline(self, order: int) -> float: ...


def members(port: int, clients: int, *, makers: int = 1) -> list[Member]:
    """So many, by turns of the makers."""
    emails = [f"member{2 * (n % makers) + 1 + n // makers % 2}@bench.test" for n in range(clients)]
    return [Member(port, email) for email in emails]


def orders_of(clients: int, *, first: int, each: int, makers: int = 1) -> list[range]:
    """The orders that each client declines: of its own maker, the next `each` after `first` of each maker."""
    begins = [(first + n // makers * each) * makers + n % makers + 1 for n in range(clients)]
    return [range(begin, begin + each * makers, makers) for begin in begins]


def over_http(members: Sequence[Declines], orders: Sequence[Sequence[int]]) -> tuple[float, list[float]]:
    """Declines per second, and the seconds of each, where all `members` decline their orders at once."""
    seconds: list[list[float]] = [[] for _ in members]

    def work(number: int) -> None:
        for order in orders[number]:
            seconds[number].append(members[number].decline(order))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(len(members))]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - begun
    flat = sorted(second for of_one in seconds for second in of_one)
    assert len(flat) == sum(map(len, orders))
    return len(flat) / took, flat


def check(url: str, orders: Sequence[Sequence[int]]) -> None:
    """Every order was really declined, once, and its money and stock with it."""
    every = [order for some in orders for order in some]
    with psycopg.connect(url) as connection:
        row = connection.execute(
            "SELECT count(*), count(c.id), count(*) FILTER (WHERE p.status = 'void_pending'),"
            " (SELECT count(*) FROM stock_movement m JOIN orders_line l ON l.id = m.line_id"
            "  WHERE m.cause = 'returned' AND l.order_id = ANY (%(orders)s))"
            " FROM orders_order o LEFT JOIN cancellation c ON c.order_id = o.id JOIN payment p ON p.order_id = o.id"
            " WHERE o.id = ANY (%(orders)s) AND o.status = 'declined'",
            {"orders": every},
        ).fetchone()
    wanted = len(every)
    assert row == (wanted, wanted, wanted, 2 * wanted), f"wanted {wanted} declined orders, found {row}"


@dataclass
class Bench:
    """A database with a web server, and the floor beside it; how many orders of each maker are declined already."""

    url: str
    port: int
    web: int
    floor: Floor
    spread: int = 0
    together: int = 0

    def row(self, clients: int, each: int, *, together: bool = False) -> str:
        """One measurement of both, as a line of the table."""
        makers = 1 if together else MAKERS
        first = TOGETHER - 1 + self.together if together else self.spread
        orders = orders_of(clients, first=first, each=each, makers=makers)
        rounds = each * -(-clients // makers)
        self.spread, self.together = self.spread + rounds * (not together), self.together + rounds * together
        people = members(self.port, clients, makers=makers)
        server = postgres(self.url)
        before = cpu_of(self.web), cpu_of(server), time.process_time()
        rate, seconds = over_http(people, orders)
        used = cpu_of(self.web) - before[0], cpu_of(server) - before[1], time.process_time() - before[2]
        check(self.url, orders)
        floor = self.floor.rate(clients=clients, each=each, together=together)
        marks = "".join(f"{seconds[int(len(seconds) * mark)] * 1000:8.1f}" for mark in (0.5, 0.95, 0.99))
        costs = "".join(f"{one / len(seconds) * 1000:8.1f}" for one in used)
        turned = sum(one.turned_away for one in people)
        what = f"{clients} client{'s' * (clients > 1)}{', one conversation' * together}"
        return f"{what:<32}{rate:8.0f}{floor:9.0f}{rate / floor:7.0%}{marks}{costs}{turned:8}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--declines", type=int, default=1600, help="declines of each measurement, about")
    parser.add_argument("--clients", type=int, nargs="*", default=[1, 8, 64, 256])
    parser.add_argument("--processes", type=int, default=1, help="web processes")
    parser.add_argument("--port", type=int, default=8917)
    arguments = parser.parse_args()
    tries = [(clients, max(4, min(arguments.declines // clients, 400))) for clients in arguments.clients]
    rounds = 60 + sum(each * -(-clients // MAKERS) for clients, each in tries)
    crowd = 8 * 200
    url = fresh_database()
    fill(url, orders=rounds * MAKERS, makers=MAKERS)
    fill(url, orders=crowd, first=TOGETHER, makers=MAKERS, together=True)
    set_up_django(url)
    floor = Floor(server_url(), makers=MAKERS, spread=rounds * MAKERS, together=crowd + 8)
    print(f"{'':32}{'a second: HTTP, floor, ratio':>28}{'ms: p50':>9}{'p95':>7}{'p99':>8}", end="")
    print(f"{'CPU web':>9}{'PG':>7}{'clients':>9}{'503':>7}")
    with serving(url, port=arguments.port, processes=arguments.processes) as web:
        bench = Bench(url, arguments.port, web, floor)
        bench.row(8, 50)  # warm
        for clients, each in tries:
            print(bench.row(clients, each), flush=True)
        print(bench.row(8, 190, together=True))
    print(f"The load was {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores, our own included.")


if __name__ == "__main__":
    main()
