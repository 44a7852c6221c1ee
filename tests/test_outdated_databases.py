"""A database that other migrations have made is refused and stays as it is; a demo of Anam's own is set aside first.

One that the migrations of before have made, all of them, is taken over.
"""

import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from anam.config.database import start_embedded
from anam.demo.cast import SIGN_INS
from anam.initial import InitialMigration
from anam.web import schema
from anam.web.schema import digest_of, foreign_migrations, keep_digests, take_over
from tests import starting
from tests.copies import drop, make_copy, worker
from tests.test_operations import rows

# What was kept with a database by the migrations that were here before they were made anew (decision 0066).
BEFORE = json.loads(Path(__file__).with_name("migrations_before.json").read_text())
HOUSEKEEPING = """
SELECT obj_description('django_migrations'::regclass, 'pg_class'),
       (SELECT array_agg(app || '.' || name ORDER BY app, name) FROM django_migrations),
       (SELECT array_agg(indexname ORDER BY indexname) FROM pg_indexes WHERE schemaname = 'public'),
       (SELECT array_agg(conname ORDER BY conname) FROM pg_constraint)
"""


def outdate(url: str, *people: str) -> None:
    """As an earlier version would have left it: its first migrations did something else. With these people in it."""
    with psycopg.connect(url) as database:
        database.execute('COMMENT ON TABLE django_migrations IS \'{"orders.0001_initial": "another"}\'')
        for email in people:
            add_person(database, email)


def kept_with_it(digests: dict[str, str]) -> str:
    return f"COMMENT ON TABLE django_migrations IS '{json.dumps(digests, sort_keys=True)}'"


def undo_what_came_later(url: str) -> list[str]:
    """The migrations of here that came after those that an app begins with; the database is as if they had not."""
    ours = {key: one for key, one in sorted(MigrationLoader(None).disk_migrations.items()) if key[0] in apps_before()}
    first = {app: name for (app, name), one in ours.items() if isinstance(one, InitialMigration)}
    later = [key for key, one in ours.items() if not isinstance(one, InitialMigration)]
    for app in {app for app, _ in later}:
        assert anam("migrate", app, first[app], DATABASE_URL=url).returncode == 0
    return [".".join(one) for one in later]


def apps_before() -> list[str]:
    return sorted({one.split(".")[0] for one in BEFORE})


def make_as_before(cursor: Any) -> None:
    """As the migrations of before left it: they made the same tables, and one index under another name."""
    cursor.execute("DELETE FROM django_migrations WHERE app = ANY (%s)", [apps_before()])
    for one in BEFORE:
        statement = "INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, now())"
        cursor.execute(statement, one.split("."))
    cursor.execute(kept_with_it(BEFORE))
    cursor.execute("ALTER INDEX webhook_endpoint_made_by_id_bd0ae84d RENAME TO webhook_endpoint_user_id_4709c3fe")


def housekeeping(url: str) -> Any:
    with psycopg.connect(url) as database:
        return database.execute(HOUSEKEEPING).fetchone()


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


def test_a_migration_is_the_same_to_every_python() -> None:
    """Or another Python would refuse the database: 3.12 and 3.13 read this code otherwise, and write it alike."""
    assert digest_of("a = f(1, [], b='''c''')  # d") == digest_of("a = f(\n  1, [], b='c')") == "52bb41128285127d"


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


def test_a_database_of_the_migrations_before_is_taken_over_as_if_nothing_had_happened(named: str) -> None:
    new, before = housekeeping(named), rows(named)
    later = undo_what_came_later(named)
    with psycopg.connect(named) as database:
        make_as_before(database)
        add_person(database, "somebody@real.example")
    assert housekeeping(named) != new
    looked = anam("migrate", "--check", DATABASE_URL=named)
    assert (looked.returncode, len(looked.stderr.strip().splitlines())) == (1, 1)
    done = anam("migrate", DATABASE_URL=named)
    assert done.returncode == 0, done.stderr
    assert sorted(re.findall(r"Applying (\S+)\.\.\.", done.stdout)) == later
    assert housekeeping(named) == new
    assert rows(named) == {**before, "person": 1}
    assert anam("migrate", "--check", DATABASE_URL=named).returncode == 0


def test_a_demo_of_the_migrations_before_is_not_foreign_and_so_never_set_aside(db: None) -> None:
    with connection.cursor() as cursor:
        make_as_before(cursor)
    assert foreign_migrations() == []
    take_over()
    assert foreign_migrations() == []


@pytest.mark.parametrize(
    "otherwise",
    [
        "DELETE FROM django_migrations WHERE app = 'catalog' AND name = '0012_product_changes_stay'",
        "INSERT INTO django_migrations (app, name, applied) VALUES ('catalog', '0013_more', now())",
        kept_with_it({**BEFORE, "catalog.0012_product_changes_stay": "another"}),
        kept_with_it({one: BEFORE[one] for one in sorted(BEFORE)[1:]}),
    ],
    ids=["a row less", "a row more", "another digest", "a digest less"],
)
def test_a_database_that_is_nearly_of_the_migrations_before_is_refused_and_left_as_it_is(
    named: str, otherwise: str
) -> None:
    with psycopg.connect(named) as database:
        make_as_before(database)
        database.execute(otherwise)  # type: ignore[arg-type]
    left, before = housekeeping(named), rows(named)
    refused = anam("migrate", DATABASE_URL=named)
    assert refused.returncode == 1
    assert "was made by another version of Anam" in refused.stderr
    assert (housekeeping(named), rows(named)) == (left, before)


def test_a_take_over_that_is_cut_off_has_not_begun(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def die() -> None:
        raise KeyboardInterrupt

    with connection.cursor() as cursor:
        make_as_before(cursor)
        cursor.execute(HOUSEKEEPING)
        before = cursor.fetchone()
        with monkeypatch.context() as cut:
            cut.setattr(schema, "keep_digests", die)
            with pytest.raises(KeyboardInterrupt):
                take_over()
        cursor.execute(HOUSEKEEPING)
        assert cursor.fetchone() == before
    take_over()
    assert not schema.is_of_those_before()
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
