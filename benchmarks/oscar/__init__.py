"""django-oscar beside Anam: staff cancel an order on the dashboard's page of it, which releases the stock."""

import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.peer import Connection, Orders, database, environment, install, one_row, running

FOLDER = Path(__file__).parent
DATABASE = "anam_peer_oscar"
STAFF = 8
THREADS = 8


class Staff:
    """A member of staff in a browser: signed in at the dashboard's form, with its cookies."""

    def __init__(self, port: int, email: str) -> None:
        self._connection, self._cookies = Connection(port), dict[str, str]()
        page = self._ask("GET", "/dashboard/login/")[1].decode()
        self._token = _token(page)
        fields = {"username": email, "password": "bench", "next": "/dashboard/"}
        status = self._ask("POST", "/dashboard/login/", fields)[0]
        assert status == 302, f"signing in answered {status}"
        self._token = self._cookies["csrftoken"]

    def _ask(self, method: str, path: str, fields: dict[str, str] | None = None) -> tuple[int, bytes]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        body = None
        if fields is not None:
            body = urlencode({**fields, "csrfmiddlewaretoken": self._token})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        answer, content = self._connection.ask(method, path, body, headers)
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, value = cookie.split(";", 1)[0].split("=", 1)
            self._cookies[name] = value
        # What was done is said on the next page, which a browser shows at once; it is not asked for here.
        self._cookies.pop("messages", None)
        return answer.status, content

    def decline(self, order: int) -> float:
        """Seconds until order number B-`order` was cancelled."""
        begun = time.perf_counter()
        status, content = self._ask(
            "POST",
            f"/dashboard/orders/B-{order}/",
            {"order_action": "change_order_status", "new_status": "Cancelled"},
        )
        assert status == 302, f"B-{order} answered {status}: {content[-400:]!r}"
        return time.perf_counter() - begun


def _token(page: str) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert found
    return found[1]


class Oscar(Orders):
    name = "django-oscar"

    def __init__(self, conninfo: str, port: int, web: int, orders: int) -> None:
        super().__init__(orders)
        self.web, self._conninfo, self._port, self._placed = web, conninfo, port, orders

    def clients(self, count: int) -> Sequence[Staff]:
        return [Staff(self._port, f"staff{number % STAFF}@bench.test") for number in range(count)]

    def check(self, orders: Sequence[Sequence[int]]) -> None:
        """Each has its status, its lines' and one note; all stock of what was ever cancelled is free again."""
        row = one_row(
            self._conninfo,
            "SELECT count(*), (SELECT count(*) FROM order_line l JOIN order_order o ON o.id = l.order_id"
            "  WHERE l.status = 'Cancelled' AND o.number = ANY (%(numbers)s)),"
            " (SELECT count(*) FROM order_ordernote n JOIN order_order o ON o.id = n.order_id"
            "  WHERE o.number = ANY (%(numbers)s)),"
            " (SELECT count(*) FROM order_order WHERE status = 'Cancelled'),"
            " (SELECT sum(num_allocated) FROM partner_stockrecord)"
            " FROM order_order WHERE status = 'Cancelled' AND number = ANY (%(numbers)s)",
            {"numbers": [f"B-{order}" for some in orders for order in some]},
        )
        count = sum(map(len, orders))
        wanted = (count, 2 * count, count, self.given, 4 * (self._placed - self.given))
        assert row == wanted, f"django-oscar: wanted {wanted}, found {row}"


@contextmanager
def oscar(server: str, *, orders: int, port: int, processes: int) -> Iterator[Oscar]:
    """A shop of django-oscar with so many orders, that is served. Raises Skipped."""
    pins = FOLDER / "requirements.txt"
    pip = ["bin/python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--retries", "1"]
    folder = install(
        "oscar", pins, [sys.executable, "-m", "venv", "--clear", "venv"], ["venv/" + pip[0], *pip[1:], "-r", pins.name]
    )
    python = str(folder / "venv" / "bin" / "python")
    with database(server, DATABASE) as conninfo:
        env = {**environment(conninfo), "DJANGO_SETTINGS_MODULE": "shop.settings", "PYTHONPATH": str(FOLDER)}
        for words in (["django", "migrate", "--verbosity", "0"], ["shop.place", str(orders)]):
            subprocess.run([python, "-m", *words], check=True, env=env, cwd=folder)
        serve = ["granian", "--interface", "wsgi", "--port", str(port), "--workers", str(processes)]
        serve += ["--blocking-threads", str(THREADS), "--log-level", "error", "shop.wsgi:application"]
        command = [python, "-m", *serve]
        with running(command, folder=folder, env=env, port=port, path="/dashboard/login/") as web:
            yield Oscar(conninfo, port, web, orders)
