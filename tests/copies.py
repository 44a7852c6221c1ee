"""Databases for the tests, each a copy of one that was migrated: migrating takes longer than most files of tests.

The original is what `anam migrate` makes of an empty database. It is made again whenever a line of ours changes that
has a say in that: a page or a decline has none.
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
_OURS: set[str] = set()
# What is in folders of these names `anam migrate` does not use; a file of which it ran a function all the same counts.
_NO_SAY = {
    "tests",
    "__pycache__",
    "views",
    "templates",
    "templatetags",
    "static",
    "letters",
    "invariants",
    "calls",
    "shapes",
}
_ACTIONS_WITH_A_SAY = {"helpcenter"}
# `anam …`, and then the files whose functions ran; those that were only imported, for the sake of their addresses, not.
_WATCHED = """
import atexit, inspect, runpy, sys
watch, ran = sys.monitoring, set()
def note(code, _):
    ran.update({code.co_filename} if code.co_flags & inspect.CO_OPTIMIZED else ())
    return watch.DISABLE
watch.use_tool_id(watch.PROFILER_ID, "what ran")
watch.register_callback(watch.PROFILER_ID, watch.events.PY_START, note)
watch.set_events(watch.PROFILER_ID, watch.events.PY_START)
atexit.register(lambda: print(*sorted(ran), sep="\\n"))
runpy.run_module("anam", run_name="__main__", alter_sys=True)
"""


def make_copy(name: str) -> str:
    """A new database of that name, in place of any that was left over; the answer is its URL."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as admin:
        _have_the_original(admin)
        _create(admin, name, ORIGINAL)
    return url_of(name)


def have_the_original() -> None:
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as admin:
        _have_the_original(admin)


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


def _have_the_original(admin: psycopg.Connection) -> None:
    """For as long as the connection lasts nobody else makes it, or a copy of it."""
    admin.execute("SELECT pg_advisory_lock(%s)", [_ONE_AT_A_TIME])
    if _made_of(admin) not in _OURS:  # all of our code is read once in a process, not for each copy
        if not _is_of_our_code(_made_of(admin)):
            _make_original(admin)
        _OURS.add(_made_of(admin))


def _made_of(admin: psycopg.Connection) -> str:
    """The mark of the code that the original was made of; nothing, where there is none or it was left half made."""
    row = admin.execute(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [ORIGINAL]
    ).fetchone()
    return row[0] or "" if row else ""


def _is_of_our_code(mark: str) -> bool:
    digest, *beside = mark.split("\n")
    return digest == _our_code(beside)


def _our_code(beside: list[str]) -> str:
    """A digest of all that may have a say in what `anam migrate` makes: our code, our articles, our packages.

    `beside` are files that have a say although they are in a folder where nobody would look for one.
    """
    mark = hashlib.sha256((ROOT / "requirements-dev.lock").read_bytes())
    for file in sorted((ROOT / "src").rglob("*")):
        name = str(file.relative_to(ROOT))
        if file.is_file() and (_has_a_say(name) or name in beside):
            mark.update(f"{name} {file.stat().st_size} ".encode() + file.read_bytes())
    return mark.hexdigest()


def _has_a_say(name: str) -> bool:
    folders = Path(name).parent.parts
    return not _NO_SAY & {*folders} and ("actions" not in folders or bool(_ACTIONS_WITH_A_SAY & {*folders}))


def _make_original(admin: psycopg.Connection) -> None:
    """The mark comes last: an original that was interrupted has none."""
    _create(admin, ORIGINAL, "template0")
    done = subprocess.run(
        [sys.executable, "-c", _WATCHED, "migrate", "--no-input", "--verbosity", "0", "--skip-checks"],
        env={**os.environ, "DATABASE_URL": url_of(ORIGINAL)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    ours = [line.removeprefix(f"{ROOT}/") for line in done.stdout.splitlines() if line.startswith(f"{ROOT}/src/")]
    beside = [name for name in ours if not _has_a_say(name)]
    mark = "\n".join([_our_code(beside), *beside])
    admin.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(ORIGINAL), sql.Literal(mark)))


def _create(admin: psycopg.Connection, name: str, template: str) -> None:
    names = {"name": sql.Identifier(name), "template": sql.Identifier(template)}
    admin.execute(sql.SQL("DROP DATABASE IF EXISTS {name} WITH (FORCE)").format(**names))
    admin.execute(sql.SQL("CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY").format(**names))


if __name__ == "__main__":  # before the tests, so that none of them has to wait for it
    import tests.database  # noqa: F401 - it starts the server

    have_the_original()
