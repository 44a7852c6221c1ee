"""What is in all tables of a database, kept beside them, to be put back: a copy of it would be a thousand files."""

from functools import cache
from graphlib import TopologicalSorter

from django.db import connection, transaction

# Keys of other tables that are checked at once, and not only in the end.
_AT_ONCE = """
SELECT t.relname, other.relname FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid
JOIN pg_class other ON other.oid = c.confrelid WHERE c.contype = 'f' AND NOT c.condeferrable AND t <> other
"""


def marks() -> dict[str, str]:
    """Of each table a mark of its rows."""
    of_table = "SELECT '{0}', md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM \"{0}\" t"
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(of_table.format(name) for name in _tables()))
        return dict(cursor.fetchall())


@cache
def _tables() -> list[str]:
    """By name; but what others cannot be written without, even for a moment, comes before them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        needs: dict[str, set[str]] = {name: set() for (name,) in cursor.fetchall()}
        cursor.execute(_AT_ONCE)
        for name, needed in cursor.fetchall():
            needs[name].add(needed)
    return list(TopologicalSorter(needs).static_order())


def keep() -> dict[str, str]:
    """Keep all rows; the answer is their marks."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA kept")
        for name in _tables():
            cursor.execute(f'CREATE TABLE kept."{name}" AS TABLE "{name}"')
    return marks()


def put_back(kept: dict[str, str]) -> None:
    """All rows are as they were when these were their marks."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        changed = _that_differ(kept)
        for name in changed:
            cursor.execute(f'ALTER TABLE "{name}" DISABLE TRIGGER USER')
        for name in changed:
            cursor.execute(f'DELETE FROM "{name}"')  # noqa: S608 - names of tables
        for name in _that_differ(kept):  # and those whose rows go with the rows of others
            cursor.execute(f'INSERT INTO "{name}" OVERRIDING SYSTEM VALUE TABLE kept."{name}"')
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for name in changed:
            cursor.execute(f'ALTER TABLE "{name}" ENABLE TRIGGER USER')
    assert marks() == kept


def _that_differ(kept: dict[str, str]) -> list[str]:
    """In the order in which they can be written: the server may answer about them in any."""
    now = marks()
    return [name for name in _tables() if now[name] != kept[name]]
