"""What happens when far more people come than can be answered: who is served, how soon, and what the others are told.

So many clients decline orders or look at their lists, each on a connection of its own, without a pause but for the two
seconds that those who are turned away are asked to wait, while
`/healthz` is asked once in a while. Prints how many were answered and how many turned away with 503, p50 and p99 of
both, and the slowest `/healthz`; and sees that each decline that was accepted is there, and no other.
"""

import argparse
import http.client
import threading
import time
import urllib.request

from benchmarks.decline import EXPLANATION, Member, check
from benchmarks.factories import fill, fresh_database, serving, set_up_django


class Guest(Member):
    """Somebody with another's session, on a connection of their own."""

    def __init__(self, port: int, signed_in: Member, patience: float) -> None:
        self.patience = patience
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies = dict(signed_in.cookies)
        self.answers: list[tuple[int, float]] = []
        self.declined: list[int] = []

    def go_on(self, orders: list[int], until: float) -> None:
        """Decline order after order, or look at the list where there are none, until then."""
        while time.perf_counter() < until:
            begun = time.perf_counter()
            if orders:
                fields = {"reason": "too_late", "explanation": EXPLANATION}
                status = self.ask("POST", f"/portal/orders/B-{orders[-1]}/decline/", fields)
                if status != 503:
                    self.declined.append(orders.pop())
            else:
                status = self.ask("GET", "/portal/orders/")
            self.answers.append((status, time.perf_counter() - begun))
            if status == 503:
                time.sleep(self.patience)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=256)
    parser.add_argument("--seconds", type=float, default=15)
    parser.add_argument("--patience", type=float, default=2, help="seconds until one who was turned away comes again")
    parser.add_argument("--port", type=int, default=8918)
    arguments = parser.parse_args()
    each = int(200 * arguments.seconds / arguments.clients) + 20
    url = fresh_database()
    fill(url, orders=2 * arguments.clients * each)
    set_up_django(url)
    with serving(url, port=arguments.port):
        member, next_order = Member(arguments.port, "member1@bench.test"), 1
        for what, declining in (("declines", 1.0), ("lists", 0.0), ("both", 0.5)):
            guests = [Guest(arguments.port, member, arguments.patience) for _ in range(arguments.clients)]
            until = time.perf_counter() + arguments.seconds
            threads = []
            for number, guest in enumerate(guests):
                orders = list(range(next_order, next_order + each)) if number < declining * len(guests) else []
                next_order += len(orders)
                threads.append(threading.Thread(target=guest.go_on, args=(orders, until)))
            slowest = _run(threads, arguments.port, until)
            _tell(what, guests, slowest, arguments.seconds)
            check(url, [guest.declined for guest in guests])


def _run(threads: list[threading.Thread], port: int, until: float) -> float:
    slowest = 0.0
    for thread in threads:
        thread.start()
    while time.perf_counter() < until:
        begun = time.perf_counter()
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=60) as answer:
            answer.read()
        slowest = max(slowest, time.perf_counter() - begun)
        time.sleep(0.25)
    for thread in threads:
        thread.join()
    return slowest


def _tell(what: str, guests: list[Guest], slowest: float, seconds: float) -> None:
    served = sorted(took for guest in guests for status, took in guest.answers if status != 503)
    shed = sorted(took for guest in guests for status, took in guest.answers if status == 503)
    odd = {status for guest in guests for status, _ in guest.answers} - {200, 302, 503}
    print(
        f"{what:10}{len(served) / seconds:7.0f} a second served: {_marks(served)};"
        f"{len(shed) / seconds:7.0f} turned away: {_marks(shed)}; /healthz at most {slowest * 1000:.0f} ms"
        + (f"; and {sorted(odd)}" if odd else "")
    )


def _marks(seconds: list[float]) -> str:
    if not seconds:
        return "none"
    return ", ".join(f"p{int(mark * 100)} {seconds[int(len(seconds) * mark)] * 1000:.0f} ms" for mark in (0.5, 0.99))


if __name__ == "__main__":
    main()
