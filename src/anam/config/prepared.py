"""Whether `anam prepare` was done for just this code and this database: then it need not be done again."""

import hashlib
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection

from anam.config.database import HOME
from anam.demo.cast import MARK

_KEPT = HOME / "prepared"
_MIGRATED = """
SELECT obj_description(to_regclass('django_migrations'), 'pg_class'),
       (SELECT oid FROM pg_database WHERE datname = current_database())
"""


def is_prepared() -> bool:
    """Whether nothing has changed since: no file of ours, no package, nor what the database says of itself."""
    try:
        return _KEPT.read_text() == _digest()
    except (OSError, psycopg.Error):
        return False


def keep_prepared() -> None:
    """Write down that all is prepared, as things are now."""
    _KEPT.write_text(_digest())


def _digest() -> str:
    parts = (*_files(), *_packages(), str(settings.DEMO), *_database())
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _files() -> Iterator[str]:
    source = [path for path in settings.SOURCE.rglob("*") if "__pycache__" not in path.parts]
    for path in (*sorted(source), Path(settings.STATIC_ROOT) / "staticfiles.json"):
        known = path.stat()
        if path.is_file():
            yield f"{path} {known.st_size} {known.st_mtime_ns}"


def _packages() -> list[str]:
    """Each with its version: static files and migrations come from them, too."""
    return sorted(path.name for path in Path(sysconfig.get_path("purelib")).glob("*.dist-info"))


def _database() -> Iterator[str]:
    """Asked on a connection that leaves neither a thread nor a pool behind: whoever asks may be about to fork."""
    with psycopg.connect(**_parameters()) as asked:
        for fact in asked.execute(_MIGRATED).fetchone() or ():
            yield str(fact)
        if settings.DEMO:
            yield str(asked.execute("SELECT FROM person WHERE email = %s", [MARK]).rowcount)


def _parameters() -> dict[str, Any]:
    known = connection.settings_dict
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    others = {name: value for name, value in known["OPTIONS"].items() if isinstance(value, str)}
    return {**others, **{name: known[ours] for name, ours in names.items() if known[ours]}}
