"""What an operator's machines ask."""

from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from anam.web import readiness


@pytest.fixture(autouse=True)
def _nobody_has_looked() -> None:
    readiness.look_again()


def test_a_process_that_answers_is_alive_whatever_its_database_does(
    db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        answer = Client().get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_ready_is_who_reaches_a_database_with_our_tables(db: None) -> None:
    assert Client().get("/readyz").content == b"ready\n"
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM cancellation_reason; DELETE FROM policy")
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"not ready\n")


def test_a_database_without_our_tables_is_not_ready(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE policy RENAME TO policy_elsewhere")
    assert Client().get("/readyz").status_code == 503


def test_where_nothing_can_be_written_it_is_not_ready(db: None) -> None:
    """A disk that is full, or a copy of the database that only reads."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE cache_entry ADD CONSTRAINT full_disk CHECK (false) NOT VALID")
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"not ready: nothing can be written to the database\n")


def test_a_write_is_tried_once_in_a_while_however_often_it_is_asked(
    db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assert Client().get("/readyz").status_code == 200
    with django_assert_num_queries(1):
        assert Client().get("/readyz").status_code == 200


def test_where_the_disk_of_our_own_database_is_full_it_is_not_ready(
    db: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ANAM_EMBEDDED", str(tmp_path))
    assert Client().get("/readyz").status_code == 200
    monkeypatch.setattr(readiness, "MIN_FREE_BYTES", 2**62)
    readiness.look_again()
    assert Client().get("/readyz").content == b"not ready: the disk is full\n"


def test_the_figures_count_requests_by_their_status(db: None) -> None:
    def so_far() -> float:
        lines = Client().get("/metrics").content.decode().splitlines()
        wanted = 'anam_http_requests_total{method="GET",status="404"} '
        return next((float(line.removeprefix(wanted)) for line in lines if line.startswith(wanted)), 0)

    before = so_far()
    Client().get("/no-such-page/")
    assert so_far() == before + 1
    answer = Client().get("/metrics")
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert b"anam_http_request_seconds" in answer.content
