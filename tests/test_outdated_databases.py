"""A database that other migrations have made is refused and stays as it is; a demo of Anam's own is set aside first."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from anam.config.database import start_embedded
from anam.demo.cast import SIGN_INS
from anam.web.schema import foreign_migrations, keep_digests
from tests import starting
from tests.copies import drop, make_copy, worker
from tests.test_operations import rows


def outdate(url: str, *people: str) -> None:
    """As an earlier version would have left it: its first migrations did something else. With these people in it."""
    with psycopg.connect(url) as database:
        database.execute('COMMENT ON TABLE django_migrations IS \'{"orders.0001_initial": "another"}\'')
        for email in people:
            add_person(database, email)


def add_person(database: psycopg.Connection, email: str) -> None:
    columns = database.execute(
        "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = 'person'"
        " AND table_schema = 'public' AND is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO'"
    ).fetchall()
    values = {
        name: {"boolean": False, "timestamp with time zone": "2026-11-01"}.get(kind, "") for name, kind in columns
    }
    values = {**values, "email": email, "is_active": True}
    names = ", ".join(values)
    holes = ", ".join(["%s"] * len(values))
    statement = f"INSERT INTO person ({names}) VALUES ({holes})"  # noqa: S608 - names of columns
    database.execute(statement, list(values.values()))  # type: ignore[arg-type]


def anam(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    left_out = ("DATABASE_URL", "ANAM_EMBEDDED", "ANAM_HOME")
    inherited = {name: value for name, value in os.environ.items() if name not in left_out}
    return starting.run(arguments, {**inherited, **environment})


@pytest.fixture
def named() -> Iterator[str]:
    """A database that DATABASE_URL names."""
    name = f"anam_outdated_{worker()}"
    yield make_copy(name)
    drop(name)


def test_what_these_migrations_made_is_theirs(db: None) -> None:
    assert foreign_migrations() == []


def test_a_migration_that_was_made_anew_under_its_old_name_is_another(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute('COMMENT ON TABLE django_migrations IS \'{"orders.0001_initial": "another"}\'')
    assert "orders.0001_initial" in foreign_migrations()
    keep_digests()
    assert foreign_migrations() == []


def test_a_migration_that_is_gone_is_another_and_one_that_is_new_is_none(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'webhooks'")  # not applied yet: that is what is new
        assert foreign_migrations() == []
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('orders', '0002_more', now())")
    assert foreign_migrations() == ["orders.0002_more"]


def test_others_migrations_are_theirs_to_know(db: None) -> None:
    """Those of libraries are released, and never made anew."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('account', '0099_more', now())")
    assert ("account", "0099_more") in MigrationLoader(connection).applied_migrations
    assert foreign_migrations() == []


@pytest.mark.parametrize("command", ["migrate", "prepare"])
def test_a_database_that_is_named_is_refused_with_one_line_and_left_as_it_is(named: str, command: str) -> None:
    """A demo too: whose database it is, Anam cannot know."""
    outdate(named, *[email for email, _, _ in SIGN_INS])
    before = rows(named)
    refused = anam(command, DATABASE_URL=named)
    assert refused.returncode == 1
    assert len(refused.stderr.strip().splitlines()) == 1
    assert "was made by another version of Anam" in refused.stderr
    assert rows(named) == before


def test_our_own_database_is_set_aside_where_it_is_a_demo_and_refused_where_it_is_not(
    named: str, tmp_path: Path
) -> None:
    url = start_embedded(tmp_path / "postgres")
    assert anam("backup", str(tmp_path / "made"), DATABASE_URL=named).returncode == 0
    assert anam("restore", str(tmp_path / "made"), ANAM_HOME=str(tmp_path)).returncode == 0
    outdate(url, "somebody@real.example")
    before = rows(url)
    refused = anam("prepare", ANAM_HOME=str(tmp_path))
    assert refused.returncode == 1
    assert "was made by another version of Anam" in refused.stderr
    assert rows(url) == before

    with psycopg.connect(url) as database:
        for email, _, _ in SIGN_INS:
            add_person(database, email)
        database.commit()
        # Somebody is using it: nothing is taken from under them.
        busy = anam("prepare", ANAM_HOME=str(tmp_path))
        assert busy.returncode == 1
        assert "a process still uses it" in busy.stderr

    done = anam("prepare", ANAM_HOME=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "it is kept as the database" in done.stdout
    with psycopg.connect(url) as database:
        found = database.execute("SELECT datname FROM pg_database WHERE datname LIKE '%\\_until\\_%'").fetchall()
        assert database.execute("SELECT count(*) FROM orders_order").fetchone() > (0,)
    assert len(found) == 1
    with psycopg.connect(url, dbname=found[0][0]) as aside:
        emails = {row[0] for row in aside.execute("SELECT email FROM person")}
    assert {"somebody@real.example", *[email for email, _, _ in SIGN_INS]} == emails
    again = anam("prepare", ANAM_HOME=str(tmp_path))
    assert "The demo marketplace is there already" in again.stdout
