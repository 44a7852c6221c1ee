"""An import that is killed, stopped, or done by two at once leaves whole orders, each once: D7. With real processes."""

import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psutil
import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from anam.audit.invariants import INVARIANTS, ask
from anam.imports.actions.start import start
from anam.imports.actions.upload import Sent, upload
from anam.imports.models import Import
from anam.imports.tests.export import order, text_of
from anam.orders.models import Order
from anam.people.models import Maker
from conftest import Cast
from tests.clock import take_up_what_is_left
from tests.conftest import Live, wait_for
from tests.races.locks import holding, wait_until_stopped
from tests.seeds import dice
from tests.starting import AnyProcess

ORDERS = 2000
LEAST = 250  # one batch
_LOCK, _UNLOCK = (f"SELECT pg_advisory_{what}(hashtext('anam.imports'))" for what in ("lock", "unlock"))


def export_of(maker: str, *, orders: int = ORDERS, mark: str = "") -> str:
    bowl = {"Lineitem name": "Bowl", "Lineitem price": "33.00", "Vendor": maker}
    return text_of(
        *(
            order(
                f"#{number}", {"Vendor": maker, "Lineitem sku": ""}, bowl, total="47.50", Id=f"{mark}{number}", Email=""
            )
            for number in range(1, orders + 1)
        )
    )


@pytest.fixture
def path(scenario: Cast, tmp_path: Path) -> Path:
    path = tmp_path / "orders.csv"
    path.write_text(export_of(scenario.byrne.slug))
    return path


def there(maker: Maker) -> int:
    return Order.objects.of_maker(maker).count()


@contextmanager
def batch_by_batch(live: Live) -> Iterator[Callable[[], None]]:
    """Imports stop before each batch, however long a busy machine lets the test wait; a call lets one more be written.

    Whoever asks for the lock of all imports gets it after who waits for it already: in the end of that one's batch.
    """
    with (
        ThreadPoolExecutor(1) as beside,
        psycopg.connect(live.database_url, autocommit=True) as one,
        psycopg.connect(live.database_url, autocommit=True) as other,
    ):
        holds = [one, other]
        one.execute(_LOCK)

        def one_more() -> None:
            has_it, next_one = holds
            wait_until_stopped(1, by=has_it)
            waiting = beside.submit(next_one.execute, _LOCK)  # type: ignore[arg-type]
            wait_until_stopped(2, by=has_it)
            has_it.execute(_UNLOCK)  # type: ignore[arg-type]
            waiting.result()
            holds.reverse()

        yield one_more


def assert_whole_and_once(maker: Maker, number: int) -> None:
    """So many orders, each with both of its lines and its history, and no rule broken."""
    assert there(maker) == number
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM (SELECT o.id FROM orders_order o JOIN orders_line l ON l.order_id = o.id"
            " WHERE o.maker_id = %s GROUP BY o.id HAVING count(*) = 2) whole",
            [maker.pk],
        )
        assert cursor.fetchone()[0] == number
        cursor.execute(
            "SELECT count(*), count(DISTINCT order_id) FROM history_entry WHERE maker_id = %s AND kind = 'imported'",
            [maker.pk],
        )
        assert cursor.fetchone() == (number, number)
    assert [invariant.words for invariant in INVARIANTS if ask(invariant).count] == []


def test_a_command_that_is_killed_at_random_moments_and_run_again_brings_in_each_order_once(
    live: Live, scenario: Cast, path: Path
) -> None:
    """D7"""
    moments = dice(7)  # the same moments in every run
    for _ in range(3):
        with batch_by_batch(live) as one_more:
            process = live.start("import-orders", str(path), "--from", "shopify-csv")
            for _ in range(min(there(scenario.byrne), ORDERS - LEAST) // LEAST + 1):  # those that are in, and one more
                one_more()
        time.sleep(moments.uniform(0, 0.4))
        live.kill(process)
        assert there(scenario.byrne) % LEAST == 0, "a batch is in whole, or not at all"
    done = live.run("import-orders", str(path), "--from", "shopify-csv")
    assert done.returncode == 0, done.stderr
    assert_whole_and_once(scenario.byrne, ORDERS)


def test_ctrl_c_says_how_far_it_is_and_run_again_it_goes_on(
    live: Live, scenario: Cast, path: Path, tmp_path: Path
) -> None:
    with (tmp_path / "said").open("w+") as err:
        with holding(live) as held:
            with batch_by_batch(live) as one_more:
                process = live.start("import-orders", str(path), "--from", "shopify-csv", err=err)
                one_more()
                held.execute("LOCK TABLE history_entry IN SHARE MODE")
            wait_until_stopped(1, by=held)  # in the middle of the second batch
            live.kill(process, signal.SIGINT)
        err.seek(0)
        said = err.read()
    assert process.returncode == 130
    assert "Traceback" not in said
    assert "Stopped." in said
    assert "Run it again, and it goes on." in said
    stopped_at = there(scenario.byrne)
    assert stopped_at == LEAST
    done = live.run("import-orders", str(path), "--from", "shopify-csv")
    assert f"{stopped_at:,} already there" in done.stdout
    assert_whole_and_once(scenario.byrne, ORDERS)


def test_two_commands_at_once_bring_in_each_order_once(live: Live, scenario: Cast, path: Path) -> None:
    """D7"""
    both = [live.start("import-orders", str(path), "--from", "shopify-csv") for _ in range(2)]
    assert [process.wait(120) for process in both] == [0, 0]
    for process in both:
        live.processes.remove(process)
    assert_whole_and_once(scenario.byrne, ORDERS)


@pytest.fixture
def worker(live: Live) -> Iterator[None]:
    """Whatever happens to the worker: the tests that follow have one again."""
    yield
    if not workers(live):
        live.start("worker")


def workers(live: Live) -> list[AnyProcess]:
    return [one for one in live.processes if list(one.args)[-1] == "worker" and one.poll() is None]  # type: ignore[arg-type]


def sent(cast: Cast, content: str) -> Import:
    file = SimpleUploadedFile("orders.csv", content.encode())
    return upload(
        Sent("orders.csv", file.size or 0, file.chunks()),
        maker=cast.byrne,
        by=cast.hanna,
        key=uuid.uuid4(),
        kind="order:shopify-csv",
        time_zone="",
    )


def stage_of(one: Import) -> str:
    one.refresh_from_db()
    return one.stage


def test_a_worker_that_is_killed_in_an_import_has_it_taken_up_by_another(
    live: Live, scenario: Cast, worker: None
) -> None:
    """D7"""
    one = sent(scenario, export_of(scenario.byrne.slug))
    wait_for(lambda: stage_of(one) == "checked", what="the file to be looked through")
    assert one.would["outcomes"] == {"imported": ORDERS}
    assert there(scenario.byrne) == 0
    with batch_by_batch(live) as one_more:
        assert start(one)
        one_more()
        for process in workers(live):
            live.kill(process)
    assert stage_of(one) == "running"
    reached = one.read
    assert reached == there(scenario.byrne) < ORDERS
    live.start("worker")
    take_up_what_is_left()
    wait_for(lambda: stage_of(one) == "done", what="the import to be taken up again")
    assert one.became["outcomes"] == {"imported": ORDERS}
    assert_whole_and_once(scenario.byrne, ORDERS)


def test_the_process_of_an_import_dies_with_its_worker(live: Live, scenario: Cast, worker: None) -> None:
    """D7: kill -9 of the worker alone; nothing goes on behind the back of whoever takes the import up."""
    with holding(live, ("SELECT pg_advisory_lock(hashtext('anam.imports'))", ())):
        one = sent(scenario, export_of(scenario.byrne.slug, orders=300))
        (running,) = workers(live)
        (child,) = wait_for(lambda: psutil.Process(running.pid).children())
        running.kill()
        running.wait(10)
        live.processes.remove(running)
        wait_for(lambda: _has_ended(child))
    live.start("worker")
    take_up_what_is_left()
    wait_for(lambda: stage_of(one) == "checked", what="the import to be taken up again")


def test_a_large_file_needs_no_more_memory_than_a_small_one(live: Live, scenario: Cast, tmp_path: Path) -> None:
    """Ten times the file: what it is read and written in may not grow by more than a few megabytes."""
    memory = []
    for orders in (1000, 10_000):
        path = tmp_path / f"{orders}.csv"
        path.write_text(export_of(scenario.byrne.slug, orders=orders, mark=str(orders)))
        memory.append(most_memory(live, "import-orders", str(path), "--from", "shopify-csv", "--dry-run"))
    assert memory[1] - memory[0] < 12_000, memory


def most_memory(live: Live, *arguments: str) -> int:
    """Kilobytes that `anam …` held at most. What getrusage says begins with what the process that started it held."""
    run = (
        "import atexit, re, sys; from anam.cli import main;"
        "atexit.register(lambda: print(re.findall(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[0])); main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", run, *arguments], env=live.environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return int(done.stdout.split()[-1])


def _has_ended(process: psutil.Process) -> bool:
    try:
        return process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True
