"""How fast do orders come in, and in how much memory?

    python -m benchmarks.imports FOLDER       a folder of Olist's files, three times, each into an empty database
    python -m benchmarks.imports --orders N   generated files of so many small orders: how many a second, and at which
                                              cost of processor time in the program and in PostgreSQL
    python -m benchmarks.imports --large MB   generated files of that size: memory, and whether it grows;
                                              with --dry-run, nothing is kept

The program under test is `anam import-orders` itself: its start and its reading count.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path

import psutil
import psycopg

from anam.config.database import HOME
from benchmarks.factories import fresh_database

RUNS = 3


def main() -> None:
    """Print what was measured, a line for each run."""
    if "--large" in sys.argv:
        large(int(sys.argv[sys.argv.index("--large") + 1]), "--dry-run" in sys.argv)
        return
    if "--orders" in sys.argv:
        small(int(sys.argv[sys.argv.index("--orders") + 1]))
        return
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    if folder is None or not folder.is_dir():
        sys.exit("Name a folder with Olist's files.")
    for run in range(RUNS):
        url = fresh_database()
        load = os.getloadavg()[0]
        seconds, memory, said = imported(url, str(folder), "--from", "olist", "--time-zone", "America/Sao_Paulo")
        orders = int(said.split(" ", 1)[0].replace(",", ""))
        print(
            f"run {run + 1}: {orders:,} orders in {seconds:.1f} s: {orders / seconds:,.0f} a second, {memory} MB; "
            f"load before it {load:.1f} on {os.cpu_count()} cores"
        )
        if run == 0:
            print(f"       {said}")
            print(f"       anam verify: {anam_says(url, 'verify')}")


def small(orders: int) -> None:
    """Generated files of small orders, as shops have them: a second, and processor time."""
    for name, write in (("shopify-csv", partial(shopify_csv, note="")), ("woocommerce-json", woocommerce_json_small)):
        url = fresh_database()
        server = _server_of(url)
        with tempfile.TemporaryDirectory(dir=HOME) as folder:
            path = Path(folder) / "export"
            pieces = islice(write(), orders + 1)
            path.write_text("".join(pieces) + ("\n]" if name.endswith("json") else ""))
            load, before = os.getloadavg()[0], _spent(server)
            seconds, memory, said = imported(url, str(path), "--from", name)
        used = _spent(server) - before
        written = int(said.split(" ", 1)[0].replace(",", ""))
        own = float(said.split("CPU=")[1].split()[0]) if "CPU=" in said else 0.0
        print(
            f"{name}: {written:,} orders in {seconds:.1f} s: {written / seconds:,.0f} a second, {memory} MB; "
            f"{own / written * 1000:.2f} ms of processor time an order in the program, "
            f"{used / written * 1000:.2f} ms in PostgreSQL; load before it {load:.1f} on {os.cpu_count()} cores"
        )
        print(f"       {said.split('CPU=')[0].strip()}")


def _server_of(url: str) -> psutil.Process:
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT pg_backend_pid()").fetchone()
        assert row
        return psutil.Process(psutil.Process(row[0]).ppid())


def _spent(server: psutil.Process) -> float:
    """Processor time of the server: of what runs, and of the connections that were closed."""
    every = [server, *server.children()]
    own = sum(one.cpu_times().user + one.cpu_times().system for one in every)
    return own + server.cpu_times().children_user + server.cpu_times().children_system


def large(megabytes: int, only_try: bool) -> None:
    """Generated files, a tenth and the whole of that size: the most memory that the import ever held."""
    for name, write in (("shopify-csv", shopify_csv), ("woocommerce-json", woocommerce_json)):
        for size in (megabytes // 10, megabytes):
            url = fresh_database()
            with tempfile.TemporaryDirectory(dir=HOME) as folder:
                path = Path(folder) / "export"
                fill(path, write, size * 1_000_000)
                seconds, memory, said = imported(url, str(path), "--from", name, *(["--dry-run"] if only_try else []))
            with psycopg.connect(url) as connection:
                row = connection.execute("SELECT count(*) FROM orders_order").fetchone()
            print(f"{name}, {size:,} MB: {memory} MB of memory, {seconds:.0f} s, {row[0] if row else 0:,} orders")
            print(f"       {said}")


def imported(url: str, *arguments: str) -> tuple[float, int, str]:
    """Seconds, megabytes at most, and the summary. The memory is that of the largest child so far."""
    begun = time.perf_counter()
    said = anam_says(url, "import-orders", *arguments)
    seconds = time.perf_counter() - begun
    return seconds, int(said.split("MAXRSS=")[1].split()[0]), said.split("MAXRSS=")[0].strip()


_RUN = (
    "import atexit, resource, sys, time; from anam.cli import main;"
    "atexit.register(lambda: print('MAXRSS=%d' % (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)));"
    "atexit.register(lambda: print('CPU=%.3f' % time.process_time(), end=' '));"
    "main()"
)


def anam_says(url: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", _RUN, *arguments],
        env={**os.environ, "DATABASE_URL": url},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        sys.exit(f"{done.stdout}\n{done.stderr[-2000:]}")
    return done.stdout.strip() if arguments[0] != "verify" else done.stdout.split("\n")[0]


def fill(path: Path, pieces: Callable[[], Iterator[str]], size: int) -> None:
    """Write pieces until the file has `size` bytes; the last one closes it."""
    with path.open("w") as file:
        every = pieces()
        for piece in every:
            file.write(piece)
            if file.tell() > size:
                file.write("\n]" if piece.lstrip(",\n").startswith("{") else "")
                return


def shopify_csv(note: str = "words " * 1000) -> Iterator[str]:
    columns = (
        "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Currency,Shipping,Taxes,Total,"
        "Discount Amount,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Billing Name,"
        "Billing City,Vendor,Id,Notes"
    )
    yield columns + "\n"
    number = 0
    while True:
        number += 1
        yield (
            f"#{number},buyer{number % 5000}@example.com,paid,2026-01-05 10:00:05 -0500,fulfilled,"
            f'2026-01-06 10:00:00 -0500,USD,5.00,0.00,34.00,0.00,2026-01-05 10:00:00 -0500,2,"Mug, oatmeal",14.50,'
            f"MUG-{number % 90},"
            f'Buyer {number % 5000},Galway,Maker {number % 40},{10**9 + number},"{note}"\n'
        )


def woocommerce_json_small() -> Iterator[str]:
    return woocommerce_json(keys=1, words=3)


def woocommerce_json(keys: int = 8, words: int = 120) -> Iterator[str]:
    yield "["
    number = 0
    while True:
        number += 1
        order = {
            "id": number,
            "number": str(number),
            "order_key": f"wc_order_{number}",
            "status": "completed",
            "currency": "USD",
            "date_created_gmt": "2026-01-05T10:00:00",
            "date_completed_gmt": "2026-01-06T10:00:00",
            "date_paid_gmt": "2026-01-05T10:00:05",
            "total": "34.00",
            "total_tax": "0.00",
            "shipping_total": "5.00",
            "billing": {"company": f"Shop {number % 5000}", "email": f"shop{number % 5000}@example.com"},
            "line_items": [{"id": 1, "name": "Mug", "quantity": 2, "subtotal": "29.00", "total": "29.00", "sku": "M1"}],
            "meta_data": [{"key": f"key {key}", "value": "words " * words} for key in range(keys)],
        }
        yield ("" if number == 1 else ",\n") + json.dumps(order)


if __name__ == "__main__":
    main()
