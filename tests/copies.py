"""Databases for the tests, each a copy of one that was migrated: migrating takes longer than most files of tests.

The original is what `anam migrate` makes of an empty database. It is made again whenever a line of ours changes.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

ORIGINAL = "anam_tests_original"
ROOT = Path(__file__).parents[1]
_ONE_AT_A_TIME = 7_202_611


def make_copy(name: str) -> str:
    """A new database of that name, in place of any that was left over; the answer is its URL."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as admin:
        admin.execute("SELECT pg_advisory_lock(%s)", [_ONE_AT_A_TIME])
        if _made_of(admin) != (ours := _our_code()):
            _make_original(admin, ours)
        _create(admin, name, ORIGINAL)
    return url_of(name)


def create_like(name: str, template: str) -> str:
    """A new database of that name, with all that is in `template`, which nobody may be using; the answer is its URL."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as admin:
        _create(admin, name, template)
    return url_of(name)


def create_empty(name: str) -> str:
    """A new database of that name with nothing in it; the answer is its URL."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as admin:
        _create(admin, name, "template0")
    return url_of(name)


def drop(name: str) -> None:
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as admin:
        admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def url_of(name: str) -> str:
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))


def worker() -> str:
    """Which of the processes that share the tests this is."""
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


def _made_of(admin: psycopg.Connection) -> str:
    """The mark of the code that the original was made of; nothing, where there is none or it was left half made."""
    row = admin.execute(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [ORIGINAL]
    ).fetchone()
    return row[0] or "" if row else ""


def _our_code() -> str:
    """A mark of all that may have a say in what `anam migrate` makes: our code, our articles, our packages."""
    mark = hashlib.sha256((ROOT / "requirements-dev.lock").read_bytes())
    for file in sorted((ROOT / "src").rglob("*")):
        name = file.relative_to(ROOT)
        if file.is_file() and not {"tests", "__pycache__"} & {*name.parts}:
            mark.update(f"{name} {file.stat().st_size} ".encode() + file.read_bytes())
    return mark.hexdigest()


def _make_original(admin: psycopg.Connection, ours: str) -> None:
    """The mark comes last: an original that was interrupted has none."""
    _create(admin, ORIGINAL, "template0")
    done = subprocess.run(
        [sys.executable, "-m", "anam", "migrate", "--no-input", "--verbosity", "0"],
        env={**os.environ, "DATABASE_URL": url_of(ORIGINAL)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    admin.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(ORIGINAL), sql.Literal(ours)))


def _create(admin: psycopg.Connection, name: str, template: str) -> None:
    names = {"name": sql.Identifier(name), "template": sql.Identifier(template)}
    admin.execute(sql.SQL("DROP DATABASE IF EXISTS {name} WITH (FORCE)").format(**names))
    admin.execute(sql.SQL("CREATE DATABASE {name} TEMPLATE {template}").format(**names))
