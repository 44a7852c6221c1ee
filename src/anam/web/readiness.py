"""Whether this process can do its work: it reaches our tables, and what is written to them is kept."""

import os
import secrets
import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from anam.sql import execute

# A write that is kept costs the disk a little: once in so many seconds is soon enough to know.
WRITTEN_EVERY_SECONDS = 10.0
MIN_FREE_BYTES = 64_000_000
_BYTES_WRITTEN = 3_000
_WRITE = """
INSERT INTO {table} (cache_key, value, expires) VALUES (%(key)s, %(value)s, clock_timestamp() + interval '1 hour')
ON CONFLICT (cache_key) DO UPDATE SET value = excluded.value, expires = excluded.expires
"""
_necessary: list[Callable[[], bool]] = []
_desirable: list[Callable[[], str]] = []
_looking = threading.Lock()
_until, _last = 0.0, ""
_warned_until, _warned = 0.0, list[str]()


def require(is_there: Callable[[], bool]) -> None:
    """Nothing can be done here before `is_there` says so. Told once, by the app whose tables it looks at."""
    if is_there not in _necessary:
        _necessary.append(is_there)


def warn_of(trouble: Callable[[], str]) -> None:
    """Say with every answer what `trouble` says, if anything: the work can be done here all the same. Told once."""
    if trouble not in _desirable:
        _desirable.append(trouble)


def warnings() -> list[str]:
    """What is wrong here though it is ready, as sentences; at most so many seconds old."""
    global _warned_until, _warned
    with _looking:
        if time.monotonic() >= _warned_until:
            _warned = [said for trouble in _desirable if (said := trouble())]
            _warned_until = time.monotonic() + WRITTEN_EVERY_SECONDS
        return _warned


def unready_reason() -> str | None:
    """Nothing where it is ready; else why not, as the end of a sentence, perhaps empty."""
    try:
        if not all(is_there() for is_there in _necessary):
            return ""
    except DatabaseError:
        return ""
    return _why_nothing_is_kept() or None


def _why_nothing_is_kept() -> str:
    """What came of the last write, which is at most so many seconds old."""
    global _until, _last
    with _looking:
        if time.monotonic() >= _until:
            _last = _no_space_left() or _cannot_write()
            _until = time.monotonic() + WRITTEN_EVERY_SECONDS
        return _last


def look_again() -> None:
    """Forget what came of the last write, and what was wrong besides."""
    global _until, _warned_until
    _until = _warned_until = 0.0


def _no_space_left() -> str:
    """Where the database is Anam's own, its disk is this machine's."""
    folder = os.environ.get("ANAM_EMBEDDED")
    if folder and Path(folder).exists() and shutil.disk_usage(folder).free < MIN_FREE_BYTES:
        return ": the disk is full"
    return ""


def _cannot_write() -> str:
    table = connection.ops.quote_name(str(settings.CACHES["default"]["LOCATION"]))
    try:
        with transaction.atomic():
            execute("SET LOCAL statement_timeout = '5s'")
            key = f"ready:{secrets.token_hex(1)}"  # of several that look at once, few wait for each other
            execute(_WRITE.format(table=table), {"key": key, "value": secrets.token_urlsafe(_BYTES_WRITTEN)})
    except DatabaseError:
        return ": nothing can be written to the database"
    return ""
