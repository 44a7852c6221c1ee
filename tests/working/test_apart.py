"""Jobs in processes of their own: done, stopped, killed, given up."""

import os
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import psutil
import psycopg
import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from anam.clock import database_now
from anam.config import lanes
from anam.imports.actions.give_up import give_up
from anam.imports.actions.start import start
from anam.imports.actions.stop import stop
from anam.imports.actions.upload import Sent, upload
from anam.imports.models import Import
from anam.imports.tests.export import order, text_of
from anam.incoming.actions.take_in import take_in
from anam.jobs import Lane
from anam.mail.models import IncomingMail
from anam.orders.models import Order
from conftest import Cast, make_cast
from tests.conftest import wait_for
from tests.working.conftest import working


@pytest.fixture
def own_cast(own_database: str) -> Cast:
    return make_cast(uuid.uuid4().hex[:8])


def sent(cast: Cast, *, orders: int = 3) -> Import:
    vendor = {"Vendor": cast.byrne.slug, "Lineitem sku": ""}
    file = text_of(*(order(f"#{n}", vendor, total="47.50", Id=f"{cast.byrne.pk}-{n}") for n in range(orders))).encode()
    return upload(
        Sent("orders.csv", len(file), [file]),
        maker=cast.byrne,
        by=cast.hanna,
        key=uuid.uuid4(),
        kind="order:shopify-csv",
        time_zone="",
    )


def stage_of(one: Import) -> str:
    one.refresh_from_db()
    return one.stage


def processes() -> list[psutil.Process]:
    return [one for one in psutil.Process().children() if is_at_work(one)]


def is_at_work(process: psutil.Process) -> bool:
    """Whether it reads an import, and has not ended while we look."""
    try:
        return process.status() != "zombie" and process.cmdline()[-1:] == ["work-apart"]
    except psutil.NoSuchProcess:
        return False


@contextmanager
def imports_held_up() -> Iterator[None]:
    """No import can write a batch meanwhile: whatever reads one stands still."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as held:
        held.execute("SELECT pg_advisory_lock(hashtext('anam.imports'))")
        yield


def no_job_is_left() -> bool:
    return not ProcrastinateJob.objects.filter(task_name="imports.run_import").exists()


def test_an_import_has_a_process_that_ends_soon_after_it(own_cast: Cast) -> None:
    with working():
        assert processes() == [], "at rest there is none"
        one = sent(own_cast)
        wait_for(lambda: stage_of(one) == "checked")
        assert len(processes()) == 1
        assert start(one)
        wait_for(lambda: stage_of(one) == "done")
        assert len(processes()) == 1, "the next job found it still there"
        wait_for(lambda: processes() == [])
    assert one.became["outcomes"], one.became


def test_stop_ends_it_within_seconds_wherever_it_is(own_cast: Cast) -> None:
    with working(), imports_held_up():
        one = sent(own_cast)
        (process,) = wait_for(processes)
        wait_for(lambda: ProcrastinateJob.objects.filter(status="doing").exists())
        process.suspend()  # it does not even hear signals
        began = time.monotonic()
        assert stop(one)
        wait_for(lambda: processes() == [] and no_job_is_left())
        assert time.monotonic() - began < 20
    assert stage_of(one) == "stopped"


def test_a_process_that_is_killed_has_its_import_taken_up_again(own_cast: Cast) -> None:
    """D7"""
    with working():
        with imports_held_up():
            one = sent(own_cast)
            (process,) = wait_for(processes)
            process.kill()
        wait_for(lambda: stage_of(one) == "checked")
    assert one.would["outcomes"]["refused"] + one.would["outcomes"].get("imported", 0) == 3 or one.read == 3


def test_what_fails_again_and_again_is_given_up_in_words(own_cast: Cast) -> None:
    one = sent(own_cast)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET attempts = 9 WHERE task_name = 'imports.run_import'")
    with working(), imports_held_up():
        (process,) = wait_for(processes)
        process.kill()
        wait_for(lambda: stage_of(one) == "unusable" and no_job_is_left())
    assert one.words == "Something went wrong on our side, again and again. Ask support to look at it."


def test_what_was_coming_in_is_stopped_with_words_and_can_go_on(own_cast: Cast) -> None:
    one = sent(own_cast)
    Import.objects.filter(pk=one.pk).update(stage="running", started_at=database_now())
    assert give_up(one.pk, why="time")
    assert stage_of(one) == "stopped"
    assert one.words
    assert start(one)
    assert stage_of(one) == "running"
    assert one.words == ""
    assert give_up(one.pk, why="time")
    assert not give_up(one.pk, why="time")


def test_a_worker_that_is_told_to_end_ends_within_seconds_and_another_goes_on(own_cast: Cast) -> None:
    """D7"""
    with imports_held_up():
        with working():
            one = sent(own_cast)
            (process,) = wait_for(processes)
            process.suspend()
            began = time.monotonic()
        assert time.monotonic() - began < 20
        assert processes() == []
    assert ProcrastinateJob.objects.get(task_name="imports.run_import").status == "todo"
    with working():
        wait_for(lambda: stage_of(one) == "checked")


def test_what_is_silent_too_long_is_given_up_in_words_and_nothing_else_waits_for_it(
    own_cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(lanes.LANES, "imports", Lane("imports", seconds=60, at_once=2, apart=True, silence=3))
    other = make_cast(uuid.uuid4().hex[:8])
    with working():
        one, two = sent(own_cast), sent(own_cast)
        (process,) = wait_for(processes)
        process.suspend()
        theirs = sent(other)
        wait_for(lambda: stage_of(theirs) == "checked", what="another maker's")
        wait_for(lambda: stage_of(one) == "unusable")
        wait_for(lambda: stage_of(two) == "checked", what="the next of this maker's")
        wait_for(no_job_is_left)
    assert one.words == "It took longer to read than a file may. Export it in parts, or ask support to bring it in."
    assert not Order.objects.of_maker(own_cast.byrne).exists()


def test_a_process_that_is_slow_to_start_is_not_silent(own_cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that is busy gives nobody's file up."""
    monkeypatch.setitem(lanes.LANES, "imports", Lane("imports", seconds=60, at_once=2, apart=True, silence=3))
    with working():
        one = sent(own_cast)
        (process,) = wait_for(processes)
        process.suspend()
        time.sleep(5)
        process.resume()
        wait_for(lambda: stage_of(one) != "checking")
    assert stage_of(one) == "checked", one.words


def test_a_mail_that_takes_too_long_to_read_is_support_s_and_kept(
    own_cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(lanes.LANES, "incoming", Lane("incoming", seconds=0.1, at_once=1, apart=True))
    raw = b"From: ada@elsewhere.example\r\nMessage-ID: <slow@elsewhere.example>\r\nSubject: Slow\r\n\r\nHello\r\n"
    assert take_in(raw, envelope_from="ada@elsewhere.example", recipients=["support@anamcraft.com"]) == 1
    with working():
        wait_for(lambda: IncomingMail.objects.get().outcome == "case")
    mail = IncomingMail.objects.get()
    assert bytes(mail.raw or b"") == raw
    assert mail.why_words == "it took too long to read"
    assert mail.case
