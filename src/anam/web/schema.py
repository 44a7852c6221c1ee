"""Whether a database was made by the migrations that are here.

Until Anam is released a first migration may be made anew: its name then says nothing of what it did. So a digest of the
code of each of ours that was applied is kept in the comment of `django_migrations`; comments and blanks do not count.
"""

import ast
import hashlib
import inspect
import json

from django.apps import apps
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from anam.initial import InitialMigration
from anam.sql import execute, fetch_value

# Of what was kept with a database until 30 November 2026, when all migrations were made anew (decision 0066): as
# Python 3.12 reads their code, and as 3.13 does.
BEFORE = {
    "7d617d2912b9d16f60a5d980eb1ea661bdf0322af9f972618b1cf0ef8f5b7f05",
    "064aa0dc28f491ab742b351684e4b2882e688642c62287204e149f005c1f790f",
}
# The only names that the migrations of before made otherwise; before PostgreSQL 18 the second has none.
_RENAMED = """
ALTER INDEX IF EXISTS webhook_endpoint_user_id_4709c3fe RENAME TO webhook_endpoint_made_by_id_bd0ae84d;
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_constraint WHERE conname = 'webhook_endpoint_user_id_not_null') THEN
    ALTER TABLE webhook_endpoint
      RENAME CONSTRAINT webhook_endpoint_user_id_not_null TO webhook_endpoint_made_by_id_not_null;
  END IF;
END $$
"""
_COMMENT = "SELECT obj_description(to_regclass('django_migrations'), 'pg_class')"


def foreign_migrations() -> list[str]:
    """The migrations that this database had, and that are other ones here, or none; empty where all of them fit."""
    if is_of_those_before():
        return []
    loader, kept = MigrationLoader(connection), _kept()
    had = {f"{app}.{name}": loader.disk_migrations.get((app, name)) for app, name in _applied()}
    return sorted(name for name, found in had.items() if found is None or _digest(found) != kept.get(name))


def is_of_those_before() -> bool:
    """Whether the migrations that were here before these made this database, all of them and no other."""
    kept = _kept()
    mapping = json.dumps(kept, sort_keys=True).encode()
    return hashlib.sha256(mapping).hexdigest() in BEFORE and {".".join(one) for one in _applied()} == {*kept}


def take_over() -> None:
    """Write down that the first migrations of here made a database which those before them made alike.

    All of it or nothing, and once; any other database stays as it is.
    """
    if not is_of_those_before():
        return
    with transaction.atomic():
        execute("LOCK TABLE django_migrations IN EXCLUSIVE MODE")
        if not is_of_those_before():  # another process has just done it
            return
        recorder, ours = MigrationRecorder(connection), _our_apps()
        recorder.migration_qs.filter(app__in=ours).delete()
        for (app, name), found in MigrationLoader(connection).disk_migrations.items():
            if app in ours and isinstance(found, InitialMigration):
                recorder.record_applied(app, name)
        execute(_RENAMED)
        keep_digests()


def keep_digests() -> None:
    """Write down of which migrations this database is made; called when all of them were applied, or some undone."""
    loader = MigrationLoader(connection)
    had = {f"{app}.{name}": _digest(loader.disk_migrations[app, name]) for app, name in _applied()}
    comment = fetch_value("SELECT quote_literal(%s)", [json.dumps(had, sort_keys=True)])
    execute(f"COMMENT ON TABLE django_migrations IS {comment}")


def _kept() -> dict[str, str]:
    said = fetch_value(_COMMENT)
    try:
        kept: dict[str, str] = json.loads(said or "{}")
    except ValueError:
        return {}
    return kept


def _applied() -> list[tuple[str, str]]:
    """Our migrations that this database had: app and name."""
    ours = _our_apps()
    return [(app, name) for app, name in MigrationRecorder(connection).applied_migrations() if app in ours]


def _our_apps() -> set[str]:
    return {app.label for app in apps.get_app_configs() if app.name.startswith("anam.")}


def _digest(migration: object) -> str:
    module = inspect.getmodule(type(migration))
    return digest_of(inspect.getsource(module) if module else "")


def digest_of(code: str) -> str:
    """The same in every Python that Anam runs on, other than what `ast.dump` says of it."""
    return hashlib.sha256(ast.unparse(ast.parse(code)).encode()).hexdigest()[:16]
