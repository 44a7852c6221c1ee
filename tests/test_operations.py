"""docs/operations.md: what is backed up can be restored, and is then what it was."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from tests import starting
from tests.copies import create_empty, drop, make_copy, worker


def anam(url: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    return starting.run([*map(str, arguments)], {**os.environ, "DATABASE_URL": url})


def rows(url: str) -> dict[str, int]:
    """How many rows each table has."""
    with psycopg.connect(url) as database:
        tables = database.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        counted = {}
        for (name,) in tables:
            answer = database.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name))).fetchone()
            counted[name] = answer[0] if answer else 0
    return counted


@pytest.fixture(scope="module")
def demo() -> Iterator[str]:
    """A marketplace with something in every corner."""
    name = f"anam_backed_up_{worker()}"
    url = make_copy(name)
    filled = anam(url, "demo")
    assert filled.returncode == 0, filled.stderr
    yield url
    drop(name)


@pytest.fixture
def empty() -> Iterator[str]:
    name = f"anam_restored_{worker()}"
    yield create_empty(name)
    drop(name)


def test_a_backup_restored_is_the_marketplace_it_was(demo: str, empty: str, tmp_path: Path) -> None:
    file = tmp_path / "anam.dump"
    made = anam(demo, "backup", file)
    assert made.returncode == 0, made.stderr
    assert file.stat().st_mode & 0o077 == 0  # nobody else reads it

    restored = anam(empty, "restore", file)
    assert restored.returncode == 0, restored.stderr

    assert rows(empty) == rows(demo)
    assert anam(empty, "migrate", "--check").returncode == 0
    verified = anam(empty, "verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    # What is only ever added to is so in the restored one too (D12).
    with psycopg.connect(empty) as database, pytest.raises(psycopg.Error, match="history"):
        database.execute("DELETE FROM history_entry")


def test_nothing_is_restored_over_a_marketplace_that_is_in_use(demo: str, tmp_path: Path) -> None:
    file = tmp_path / "anam.dump"
    assert anam(demo, "backup", file).returncode == 0
    before = rows(demo)
    refused = anam(demo, "restore", file)
    assert refused.returncode == 1
    assert "This database is in use" in refused.stderr
    assert rows(demo) == before


def test_a_torn_backup_restores_nothing(demo: str, empty: str, tmp_path: Path) -> None:
    file, torn = tmp_path / "anam.dump", tmp_path / "torn.dump"
    assert anam(demo, "backup", file).returncode == 0
    torn.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    refused = anam(empty, "restore", torn)
    assert refused.returncode == 1
    assert "Nothing was restored" in refused.stderr
    assert rows(empty) == {}


def test_a_backup_that_cannot_be_written_leaves_the_last_one(demo: str, tmp_path: Path) -> None:
    file = tmp_path / "anam.dump"
    file.write_text("the last one")
    refused = anam("postgresql:///nowhere?host=/nowhere", "backup", file)
    assert refused.returncode == 1
    assert "The database does not answer" in refused.stderr
    assert file.read_text() == "the last one"
    assert list(tmp_path.iterdir()) == [file]
    assert "There is no folder" in anam(demo, "backup", tmp_path / "missing" / "anam.dump").stderr
