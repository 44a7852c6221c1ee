"""What one decline costs over the API, beside the page; and do its lists cost the same with few orders and many?

First the queries and the time of what the API reads at two numbers of orders, which one maker has all of: at most 1.5
times is wanted, with as many queries. Then, each with 1 and 8 clients on one durable server: a decline by the page, by
the API, by the API with an Idempotency-Key, and `pgbench` with the very statements of the API's two.
"""

import argparse
import http.client
import json
import os
import time
from collections.abc import Callable
from typing import Any

from benchmarks.decline import EXPLANATION, MAKERS, Declines, check, members, orders_of, over_http
from benchmarks.factories import fill, fresh_database, server_url, serving, set_up_django
from benchmarks.floor import Floor
from benchmarks.growing import Costs, measured, print_growth

BODY = json.dumps({"reason": "too_late", "explanation": EXPLANATION})
READ = {
    "GET /orders": "/orders",
    "GET /orders, a later page": "/orders?cursor={cursor}",
    "GET /orders, 100 of them": "/orders?limit=100",
    "GET /orders?status=placed": "/orders?status=placed",
    "GET /orders/…": "/orders/B-{order}",
    "GET /orders/…/history": "/orders/B-{order}/history",
    "GET /orders/…/decline": "/orders/B-{order}/decline?reason=too_late",
    "GET /events": "/events",
    "GET /events, the newest": "/events?after={late}",
}


class Program:
    """Something with a token of its own, on one connection that is kept."""

    def __init__(self, port: int, secret: str, *, with_key: bool) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.headers = headers_of(secret)
        self.with_key = with_key

    def decline(self, order: int) -> float:
        """Seconds that the decline of order number B-`order` took."""
        headers = {**self.headers, "Idempotency-Key": str(order)} if self.with_key else self.headers
        begun = time.perf_counter()
        self.connection.request("POST", f"/api/v1/orders/B-{order}/decline", BODY, headers)
        answer = self.connection.getresponse()
        said = answer.read()
        assert answer.status == 200, f"B-{order} answered {answer.status}: {said[:200]!r}"
        return time.perf_counter() - begun


def headers_of(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}", "Content-Type": "application/json", "Host": "127.0.0.1"}


def new_token(number: int) -> str:
    """A token of one of the maker's two members."""
    from anam.api.actions.make_token import make_token
    from anam.people.models import User

    member = User.objects.get(email=f"member{1 + number % 2}@bench.test")
    return make_token(member, name=f"a program {time.perf_counter_ns()}")[1]


def programs(port: int, clients: int, *, with_key: bool) -> list[Declines]:
    """So many, by turns of the maker's two members."""
    return [Program(port, new_token(number), with_key=with_key) for number in range(clients)]


def compare(url: str, *, port: int, each: int) -> None:
    """One decline: by the page, by the API, by the API with a key; and what the floor does."""
    tries: dict[str, Callable[[int, int], list[Declines]]] = {
        "the page": lambda port, clients: [*members(port, clients)],
        "the API": lambda port, clients: programs(port, clients, with_key=False),
        "the API with a key": lambda port, clients: programs(port, clients, with_key=True),
    }
    floor, declined = Floor(server_url(), makers=MAKERS, spread=2 * each * MAKERS, together=8), 0
    print(f"\n{'':38}{'per second':>12}{'p50':>9}{'p95':>9}{'p99':>9}   ratio")
    with serving(url, port=port):
        for begin in tries.values():
            over_http(begin(port, 8), orders_of(8, first=declined, each=30))  # warm
            declined += 240
        for clients in (1, 8):
            bound = floor.rate(clients=clients, each=each)
            for name, begin in tries.items():
                orders = orders_of(clients, first=declined, each=each)
                rate, seconds = over_http(begin(port, clients), orders)
                check(url, orders)
                declined += clients * each
                marks = "".join(f"{seconds[int(len(seconds) * mark)] * 1000:7.1f}ms" for mark in (0.5, 0.95, 0.99))
                of = f"   {rate / bound:.0%} of pgbench's {bound:.0f}"
                print(f"{name + ', ' + str(clients) + ' at once':<38}{rate:12.0f}{marks}{of}")


def measure(rounds: int, order: int) -> Costs:
    """For each call, its queries and the median of its milliseconds, by a member of the maker."""
    from django.db import connection
    from django.test import Client

    from anam.history.feed import number_events
    from anam.history.models import Event

    while number_events(most=200_000):
        pass
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE history_event")
    client = Client(headers=headers_of(new_token(0)))
    first_page: Any = client.get("/api/v1/orders?limit=25")
    newest = Event.objects.order_by("-seq").values_list("seq", flat=True)[0] or 0
    place = {"order": order, "cursor": first_page.json()["next"], "late": newest - 50}
    return measured(client, {name: f"/api/v1{path.format(**place)}" for name, path in READ.items()}, rounds)


def grow(url: str, *, few: int, many: int, rounds: int) -> None:
    """What the API reads, at both numbers of orders."""
    before = measure(rounds, few // 2)
    fill(url, first=few + 1, orders=many - few)
    after = measure(rounds, many // 2)
    print_growth(before, after, of=(few, many), what="orders")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--few", type=int, default=10_000, help="orders to begin with")
    parser.add_argument("--many", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--port", type=int, default=8918)
    arguments = parser.parse_args()
    os.environ.setdefault("ANAM_API_CALLS_PER_MINUTE", "1000000")
    load = os.getloadavg()[0]
    url = fresh_database()
    fill(url, orders=arguments.few)
    set_up_django(url)
    grow(url, few=arguments.few, many=arguments.many, rounds=arguments.rounds)
    compare(url, port=arguments.port, each=125)
    print(f"\nThe load before it was {load:.1f}, after it {os.getloadavg()[0]:.1f}, on {os.cpu_count()} cores.")


if __name__ == "__main__":
    main()
