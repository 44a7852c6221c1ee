"""Whether a database was made by the migrations that are here.

Until Anam is released a first migration may be made anew: its name then says nothing of what it did. So a digest of the
code of each of ours that was applied is kept in the comment of `django_migrations`; comments and blanks do not count.
"""

import ast
import hashlib
import inspect
import json

from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from anam.sql import execute, fetch_value

_COMMENT = "SELECT obj_description(to_regclass('django_migrations'), 'pg_class')"


def foreign_migrations() -> list[str]:
    """The migrations that this database had, and that are other ones here, or none; empty where all of them fit."""
    loader = MigrationLoader(connection)
    ours, kept = _our_apps(), _kept()
    digests = {f"{app}.{name}": _digest(found) for (app, name), found in loader.disk_migrations.items() if app in ours}
    had = (f"{app}.{name}" for app, name in loader.applied_migrations if app in ours)
    return sorted(name for name in had if digests.get(name) is None or digests[name] != kept.get(name))


def keep_digests() -> None:
    """Write down of which migrations this database is made; called when all of them were applied, or some undone."""
    loader, ours = MigrationLoader(connection), _our_apps()
    had = {
        f"{app}.{name}": _digest(loader.disk_migrations[app, name])
        for app, name in loader.applied_migrations
        if app in ours
    }
    comment = fetch_value("SELECT quote_literal(%s)", [json.dumps(had, sort_keys=True)])
    execute(f"COMMENT ON TABLE django_migrations IS {comment}")


def _kept() -> dict[str, str]:
    said = fetch_value(_COMMENT)
    try:
        kept: dict[str, str] = json.loads(said or "{}")
    except ValueError:
        return {}
    return kept


def _our_apps() -> set[str]:
    return {app.label for app in apps.get_app_configs() if app.name.startswith("anam.")}


def _digest(migration: object) -> str:
    module = inspect.getmodule(type(migration))
    code = inspect.getsource(module) if module else ""
    return hashlib.sha256(ast.dump(ast.parse(code)).encode()).hexdigest()[:16]
