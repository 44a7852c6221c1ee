"""Several web and worker processes behind haproxy, against one PostgreSQL: does everything work so, and how fast is it?

Web processes reach the database through PgBouncer in transaction mode, workers (which listen) by its own address. For
each number of web processes so many clients decline orders as fast as they go, signed in once and answered by whichever
process haproxy picks. Prints declines a second, and the processor time of each kind of process for a decline; then sees
that one session is good in every process, that one order declined by all clients at once is declined once, that every
job was done once, and how soon a worker hears of a job.

haproxy and PgBouncer must be there: apt-get install haproxy pgbouncer. A PgBouncer that does not know prepared
statements in this mode (before 1.21) is known by its version, and ANAM_DB_PREPARE=0 set.
"""

import argparse
import os
import pwd
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psutil
import psycopg

from anam.config.database import HOME
from benchmarks.decline import EXPLANATION, Member, over_http
from benchmarks.factories import fill, fresh_database, set_passwords

POOL = 20

_HAPROXY = """
global
  maxconn 2000
defaults
  mode http
  timeout connect 5s
  timeout client 600s
  timeout http-keep-alive 600s
  timeout server 600s
frontend web
  bind 127.0.0.1:{port}
  default_backend anam
backend anam
  balance roundrobin
  option httpchk
  http-check send meth GET uri /healthz ver HTTP/1.1 hdr Host 127.0.0.1
{servers}
"""
_PGBOUNCER = """
[databases]
{name} = host={host} port={server_port} user={user} dbname={name}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = {pool}
max_client_conn = 2000
ignore_startup_parameters = extra_float_digits,options
{prepares}
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--processes", type=int, nargs="+", default=[1, 2, 4])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--each", type=int, default=30, help="declines of each client")
    parser.add_argument("--port", type=int, default=8930)
    parser.add_argument("--directly", action="store_true", help="web processes without PgBouncer, to compare")
    arguments = parser.parse_args()
    missing = [name for name in ("haproxy", "pgbouncer") if not shutil.which(name)]
    if missing:
        sys.exit(f"There is no {' and no '.join(missing)} here: apt-get install {' '.join(missing)}")
    url, each, clients = fresh_database(), arguments.each, arguments.clients
    rounds = len(arguments.processes)
    fill(url, orders=rounds * clients * (each + 3) + 100)
    set_passwords(url)
    first = 1
    print(f"{os.cpu_count()} cores; {arguments.workers} workers; {clients} clients; {version('haproxy')}; ", end="")
    print("no PgBouncer" if arguments.directly else f"{version('pgbouncer')}, {POOL} connections")
    for number in arguments.processes:
        with ExitStack() as stack:
            pooled = url if arguments.directly else stack.enter_context(pgbouncer(url, arguments.port + 1))
            ports = [arguments.port + 10 + place for place in range(number)]
            web = [stack.enter_context(anam("serve", pooled, url, port)) for port in ports]
            workers = [stack.enter_context(anam("worker", pooled, url, 0)) for _ in range(arguments.workers)]
            stack.enter_context(haproxy(arguments.port, ports))
            for port in (*ports, arguments.port):
                wait_for(port)
            members = one_session_in_every_process(arguments.port, clients)
            over_http(members, first=first, each=3)  # warm
            first += clients * 3
            kinds = {"web": web, "workers": workers, **others(url)}
            before = {kind: spent(processes) for kind, processes in kinds.items()}
            load = os.getloadavg()[0]
            rate, seconds = over_http(members, first=first, each=each)
            used = {kind: spent(processes) - before[kind] for kind, processes in kinds.items() if kind != "workers"}
            check_declined(url, first, first + clients * each - 1)
            first += clients * each
            finish(url)
            used["workers"] = spent(workers) - before["workers"]
            parts = ", ".join(f"{kind} {used[kind] / clients / each * 1000:.1f}" for kind in kinds)
            p50, p99 = (seconds[int(len(seconds) * mark)] * 1000 for mark in (0.5, 0.99))
            print(
                f"{number} web: {rate:5.0f} declines a second, p50 {p50:.0f} ms, p99 {p99:.0f} ms; "
                f"ms of processor time a decline: {parts}; load before {load:.1f}"
            )
            if number == arguments.processes[-1]:
                one_of_many_wins(url, members, first)
                tell_of_jobs(url, members[0], first + 1)


def one_session_in_every_process(port: int, clients: int) -> list[Member]:
    """Two members sign in once each; every client has the session of one, and is answered by any process."""
    signed_in = [Member(port, f"member{1 + number}@bench.test") for number in range(2)]
    for one in signed_in:
        assert [one.ask("GET", "/portal/orders/") for _ in range(8)] == [200] * 8, "a session is not good everywhere"
    return [_in_another_tab(signed_in[number % 2], port) for number in range(clients)]


def _in_another_tab(signed_in: Member, port: int) -> Member:
    tab = object.__new__(Member)
    tab.cookies = dict(signed_in.cookies)
    tab.connection = type(signed_in.connection)("127.0.0.1", port, timeout=60)
    return tab


def one_of_many_wins(url: str, members: Sequence[Member], order: int) -> None:
    """All clients decline the same order at once, in whichever process: it is declined once."""
    fields = {"reason": "too_late", "explanation": EXPLANATION}
    go = [
        threading.Thread(target=one.ask, args=("POST", f"/portal/orders/B-{order}/decline/", fields)) for one in members
    ]
    for thread in go:
        thread.start()
    for thread in go:
        thread.join()
    finish(url)
    check_declined(url, order, order)
    print(f"one order, declined by {len(members)} clients at once: one cancellation, one movement of money")


def tell_of_jobs(url: str, member: Member, order: int) -> None:
    """How soon after a decline its money is released: workers hear of the job, rather than look for it."""
    waits = []
    with psycopg.connect(url, autocommit=True) as connection:
        for number in range(order, order + 10):
            member.decline(number)
            begun = time.perf_counter()
            while not one(connection, "SELECT 1 FROM payment WHERE id = %s AND status = 'voided'", number):
                time.sleep(0.005)
            waits.append(time.perf_counter() - begun)
    median, most = sorted(waits)[5] * 1000, max(waits) * 1000
    print(f"money released {median:.0f} ms after a decline at the median, {most:.0f} at most")


def check_declined(url: str, first: int, last: int) -> None:
    """Every order was declined once; its money released once, or about to be."""
    with psycopg.connect(url) as connection:
        declined = one(
            connection,
            "SELECT count(*) FROM orders_order o JOIN cancellation c ON c.order_id = o.id"
            " JOIN payment p ON p.order_id = o.id AND p.status IN ('void_pending', 'voided')"
            " JOIN payment_operation op ON op.payment_id = p.id"
            " WHERE o.status = 'declined' AND o.id BETWEEN %s AND %s",
            first,
            last,
        )
    assert declined == last - first + 1, f"{declined} of {last - first + 1} orders declined once"


def finish(url: str) -> None:
    """Wait until no job is left that is due."""
    with psycopg.connect(url, autocommit=True) as connection:
        while one(
            connection,
            "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"
            " AND queue_name IN ('money', 'mail') AND (scheduled_at IS NULL OR scheduled_at <= now())",
        ):
            time.sleep(0.2)
        assert not one(connection, "SELECT count(*) FROM payment WHERE status = 'void_pending'")


def one(connection: psycopg.Connection[tuple[int, ...]], statement: str, *values: int) -> int | None:
    row = connection.execute(statement, values).fetchone()
    return row[0] if row else None


def others(url: str) -> dict[str, list[psutil.Process]]:
    """The processes of the database and of what stands before it."""
    server = next(one for one in psutil.process_iter() if _is_server(one, url))
    named = {"postgres": [server]}
    for name in ("haproxy", "pgbouncer"):
        found = [one for one in psutil.Process().children(recursive=True) if one.name() == name]
        named |= {name: found} if found else {}
    return named


def _is_server(one: psutil.Process, url: str) -> bool:
    host = parse_qs(urlsplit(url).query).get("host", [""])[0]
    return one.name() == "postgres" and host in one.cmdline() and "-D" in one.cmdline()


def spent(processes: Sequence[psutil.Process]) -> float:
    """Seconds of processor time of these, of all that they have started, and of what has ended of that."""
    every = {part.pid: part for one in processes for part in (one, *one.children(recursive=True))}
    times = [part.cpu_times() for part in every.values()]
    return sum(one.user + one.system for one in times) + sum(
        one.cpu_times().children_user + one.cpu_times().children_system for one in processes
    )


def version(program: str) -> str:
    said = subprocess.run([program, "-v" if program == "haproxy" else "--version"], capture_output=True, text=True)
    found = re.search(r"\d+\.\d+(\.\d+)?", said.stdout)
    return f"{program} {found[0] if found else '?'}"


def knows_prepared_statements() -> bool:
    major, minor = (int(part) for part in version("pgbouncer").split()[1].split(".")[:2])
    return (major, minor) >= (1, 21)


def environment(pooled: str, direct: str, port: int) -> dict[str, str]:
    prepares = pooled == direct or knows_prepared_statements()
    asked = {"DATABASE_URL": pooled, "ANAM_DIRECT_DATABASE_URL": direct, "PORT": str(port)}
    return {**os.environ, **asked, "ANAM_DB_PREPARE": "1" if prepares else "0"}


@contextmanager
def anam(command: str, pooled: str, direct: str, port: int) -> Iterator[psutil.Process]:
    with running([sys.executable, "-m", "anam", command], env=environment(pooled, direct, port)) as process:
        yield process


@contextmanager
def pgbouncer(url: str, port: int) -> Iterator[str]:
    """PgBouncer in transaction mode before the database of `url`; the answer is the URL through it."""
    parts = urlsplit(url)
    host = parse_qs(parts.query).get("host", [parts.hostname or ""])[0]
    name, user = parts.path.lstrip("/"), parts.username or "postgres"
    with tempfile.TemporaryDirectory(dir=HOME) as folder:
        Path(folder).chmod(0o755)
        file = Path(folder) / "pgbouncer.ini"
        prepares = "max_prepared_statements = 200" if knows_prepared_statements() else ""
        facts = {"name": name, "host": host, "user": user, "server_port": parts.port or 5432}
        file.write_text(_PGBOUNCER.format(**facts, port=port, pool=POOL, prepares=prepares))
        command = ["pgbouncer", "-q", str(file)]
        if os.getuid() == 0:  # it refuses to be root; the database's owner finds its socket
            owner = pwd.getpwuid(Path(host).stat().st_uid).pw_name if host.startswith("/") else "nobody"
            command[1:1] = ["-u", owner]
        with running(command):
            yield f"postgresql://{user}@127.0.0.1:{port}/{name}"


@contextmanager
def haproxy(port: int, ports: Sequence[int]) -> Iterator[None]:
    servers = "\n".join(f"  server web{one} 127.0.0.1:{one} check" for one in ports)
    with tempfile.NamedTemporaryFile("w", dir=HOME, suffix=".cfg") as file:
        file.write(_HAPROXY.format(port=port, servers=servers))
        file.flush()
        with running(["haproxy", "-q", "-db", "-f", file.name]):
            yield


@contextmanager
def running(command: Sequence[str], env: dict[str, str] | None = None) -> Iterator[psutil.Process]:
    process = subprocess.Popen(command, env=env)
    try:
        yield psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(30)


def wait_for(port: int) -> None:
    for _ in range(150):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5)
            return
        except OSError:
            time.sleep(0.2)
    sys.exit(f"Nothing answers on port {port}.")


if __name__ == "__main__":
    main()
