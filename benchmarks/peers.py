"""What a decline costs beside its nearest relatives: django-oscar and Vendure, in the same run, on the same server.

Each shop has a database of its own on one PostgreSQL, orders of two lines that were placed before, and its own web
server with one process. Signed-in people cancel them over HTTP, by turns: every round measures every shop at every
number of clients, so that other work on the machine meets all of them. After each measurement the shop's database is
asked whether as many orders were cancelled, and as much stock was released, as there were requests.
The packages of the peers are fetched into var/peers, once; a peer whose packages cannot be had is skipped.
"""

import argparse
import os
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from benchmarks.decline import MAKERS, Member, check, members, orders_of, over_http
from benchmarks.factories import DATABASE, cpu_of, fill, fresh_database, postgres, server_url, serving, set_up_django
from benchmarks.oscar import oscar
from benchmarks.peer import Contestant, Skipped, drop_database
from benchmarks.vendure import vendure

WARM = (8, 10)
WHAT_EACH_DOES = """\
Anam          checks the rules, cancels, releases the stock, marks the payment to be voided, writes message, history
              and jobs: one transaction. What the jobs do (the gateway, mail) is not measured: that flatters Anam
              beside a shop that did the same in its request; neither of the peers does it at all.
django-oscar  changes the status of order and lines, writes a note, releases the stock in our EventHandler: one
              transaction. No reason, no money, nobody is told: that flatters it. A superuser saves it two queries.
Vendure       checks the state, releases the stock, cancels lines and shipping, writes the reason into the history: one
              transaction. The payment stays authorised, nobody is told: that flatters it. Its answer is the order
              read anew, where the others redirect: that is to its cost."""


class Anam:
    name = "Anam"

    def __init__(self, url: str, port: int, web: int) -> None:
        self.web, self._url, self._port, self._taken = web, url, port, 0

    def clients(self, count: int) -> Sequence[Member]:
        return members(self._port, count, makers=MAKERS)

    def take(self, clients: int, each: int) -> list[Sequence[int]]:
        found = orders_of(clients, first=self._taken, each=each, makers=MAKERS)
        self._taken += each
        return list(found)

    def check(self, orders: Sequence[Sequence[int]]) -> None:
        check(self._url, orders)


@contextmanager
def anam(server: str, *, rounds_of_makers: int, port: int, processes: int) -> Iterator[Anam]:
    """Anam with so many orders of each maker, served."""
    try:
        url = fresh_database()
        fill(url, orders=rounds_of_makers * MAKERS, makers=MAKERS)
        set_up_django(url)
        with serving(url, port=port, processes=processes) as web:
            yield Anam(url, port, web)
    finally:
        drop_database(server, DATABASE)


@dataclass
class Row:
    """What was measured of one shop at one number of clients, all rounds together."""

    took: float = 0.0
    web: float = 0.0
    database: float = 0.0
    seconds: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return len(self.seconds) / self.took

    def line(self, name: str, anams: float) -> str:
        ordered = sorted(self.seconds)
        marks = "".join(f"{ordered[int(len(ordered) * mark)] * 1000:9.1f}" for mark in (0.5, 0.99))
        costs = "".join(f"{one / len(ordered) * 1000:9.1f}" for one in (self.web, self.database))
        return f"{name:<16}{len(ordered):>7}{self.rate:9.1f}{marks}{costs}{anams / self.rate:9.1f}"


def measure(shop: Contestant, row: Row, *, clients: int, each: int, server: int) -> None:
    """Add one round to `row`; AssertionError where something else happened than was asked for."""
    people, orders = shop.clients(clients), shop.take(clients, each)
    before = cpu_of(shop.web), cpu_of(server)
    rate, seconds = over_http(people, orders)
    row.web, row.database = row.web + cpu_of(shop.web) - before[0], row.database + cpu_of(server) - before[1]
    shop.check(orders)
    row.took, row.seconds = row.took + len(seconds) / rate, row.seconds + seconds


def start(stack: ExitStack, arguments: argparse.Namespace) -> list[Contestant]:
    """Anam and the peers that can be had here, served until the stack ends."""
    server, processes = server_url(), arguments.processes
    each = [arguments.declines // clients for clients in arguments.clients]
    used = WARM[1] + arguments.rounds * sum(each)
    orders = WARM[0] * WARM[1] + arguments.rounds * sum(n * c for n, c in zip(each, arguments.clients, strict=True))
    port, shops = arguments.port, list[Contestant]()
    shops.append(stack.enter_context(anam(server, rounds_of_makers=used, port=port, processes=processes)))
    peers = {
        "django-oscar": lambda: oscar(server, orders=orders, port=port + 1, processes=processes),
        "Vendure": lambda: vendure(server, orders=orders, port=port + 2),
    }
    for name, peer in peers.items():
        print(f"Placing {orders} orders in {name} …", flush=True)
        try:
            shops.append(stack.enter_context(peer()))
        except Skipped as why:
            print(f"{name} is skipped: {why}.", flush=True)
    return shops


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--declines", type=int, default=96, help="cancellations of one measurement, about")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--clients", type=int, nargs="*", default=[1, 8])
    parser.add_argument("--processes", type=int, default=1, help="web processes of Anam and django-oscar")
    parser.add_argument("--port", type=int, default=8941, help="and the two after it")
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    begun = time.monotonic()
    with ExitStack() as stack:
        shops = start(stack, arguments)
        server = postgres(server_url())
        for shop in shops:
            measure(shop, Row(), clients=WARM[0], each=WARM[1], server=server)
        table = {(clients, shop.name): Row() for clients in arguments.clients for shop in shops}
        for _ in range(arguments.rounds):
            for clients in arguments.clients:
                for shop in shops:
                    row = table[clients, shop.name]
                    measure(shop, row, clients=clients, each=arguments.declines // clients, server=server)
        load = os.getloadavg()[0]
    for clients in arguments.clients:
        what = f"{clients} client{'s' * (clients > 1)}"
        print(f"\n{what:<16}  count a second   p50 ms   p99 ms  CPU web   CPU PG  Anam:it")
        for shop in shops:
            print(table[clients, shop.name].line(shop.name, table[clients, "Anam"].rate))
    print(f"\n{WHAT_EACH_DOES}")
    took = time.monotonic() - begun
    print(f"The load was {load:.1f} on {os.cpu_count()} cores, our own included; {took:.0f} s in all.")


if __name__ == "__main__":
    main()
