"""Does anything beside it keep a decline's money waiting: an import, a mail server that gives no answer?

Orders are declined over HTTP at a steady pace, with one worker: alone, beside `anam import-orders` of a generated file,
and with a mail server that accepts every connection and says nothing. Prints how long after each decline its money was
released, by the database's clock: in the middle, at 99 %, at most.
"""

import argparse
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import psycopg

from benchmarks.decline import Member
from benchmarks.factories import fill, fresh_database, serving, set_up_django, working
from benchmarks.imports import shopify_csv

_WAITED = """
SELECT extract(epoch FROM o.closed_at - o.queued_at)::float
FROM payment_operation o JOIN payment p ON p.id = o.payment_id
WHERE p.order_id BETWEEN %s AND %s AND o.state = 'done' ORDER BY 1
"""


@contextmanager
def importing(url: str, orders: int) -> Iterator[None]:
    """`anam import-orders` of so many, under way; it has to last as long as what is measured."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "export.csv"
        file.write_text("".join(islice(shopify_csv(note=""), orders + 1)))
        command = [sys.executable, "-m", "anam", "import-orders", str(file), "--from", "shopify-csv"]
        process = subprocess.Popen(command, env={**os.environ, "DATABASE_URL": url}, stdout=subprocess.DEVNULL)
        try:
            time.sleep(3)
            yield
            assert process.poll() is None, "the import was over before the declines were: give it more --orders"
        finally:
            process.kill()
            process.wait()


@contextmanager
def silent_mail_server() -> Iterator[None]:
    """A mail server that never says a word; whoever is started now is to send by it."""
    with socket.create_server(("127.0.0.1", 0), backlog=256) as silent:
        os.environ["ANAM_SMTP_URL"] = f"smtp://127.0.0.1:{silent.getsockname()[1]}"
        try:
            yield
        finally:
            del os.environ["ANAM_SMTP_URL"]


def measure(url: str, member: Member, *, first: int, declines: int, pace: float) -> str:
    """Decline so many a second, and wait until all money is released."""
    begun = time.perf_counter()
    for number in range(declines):
        time.sleep(max(0.0, begun + number / pace - time.perf_counter()))
        member.decline(first + number)
    with psycopg.connect(url, autocommit=True) as connection:
        for _ in range(300):
            waited = [one for (one,) in connection.execute(_WAITED, [first, first + declines - 1]).fetchall()]
            if len(waited) == declines:
                break
            time.sleep(0.2)
    assert len(waited) == declines, f"money of {declines - len(waited)} declines is still waiting"
    p50, p99 = waited[declines // 2], waited[int(declines * 0.99)]
    return f"p50 {p50 * 1000:.0f} ms, p99 {p99 * 1000:.0f} ms, at most {waited[-1] * 1000:.0f} ms"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--declines", type=int, default=200)
    parser.add_argument("--pace", type=float, default=10, help="declines a second")
    parser.add_argument("--orders", type=int, default=100_000, help="of the import")
    parser.add_argument("--port", type=int, default=8921)
    arguments = parser.parse_args()
    declines, pace = arguments.declines, arguments.pace
    url = fresh_database()
    fill(url, orders=4 * declines)
    set_up_django(url)
    with serving(url, port=arguments.port):
        member = Member(arguments.port, "member1@bench.test")
        with working(url):
            measure(url, member, first=1, declines=20, pace=pace)  # warm
            print("alone:", measure(url, member, first=1 + declines, declines=declines, pace=pace), flush=True)
            with importing(url, arguments.orders):
                beside = measure(url, member, first=1 + 2 * declines, declines=declines, pace=pace)
            print(f"beside an import of {arguments.orders:,} orders:", beside, flush=True)
        with silent_mail_server(), working(url):
            time.sleep(3)
            print("a silent mail server:", measure(url, member, first=1 + 3 * declines, declines=declines, pace=pace))
    print(f"The load was {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores, our own included.")


if __name__ == "__main__":
    main()
