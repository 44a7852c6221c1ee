"""SQL that is written by hand: what it answers is read by the names of its columns, never by their places.

A statement stands in the app whose tables it writes; it may read those of rooms below (tests/test_rooms.py).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection
from psycopg.rows import class_row, scalar_row

Parameters = Mapping[str, Any] | Sequence[Any] | None


def fetch_all[Row](row: type[Row], statement: str, parameters: Parameters = None) -> list[Row]:
    """What a statement finds, each row as a `row`: a class (or `dict`) whose fields are named like the columns.

    Raises TypeError where the names are not the same.
    """
    with connection.cursor() as cursor:
        cursor.cursor.row_factory = class_row(row)
        cursor.execute(statement, parameters)
        found: list[Row] = cursor.fetchall()
    return found


def fetch_one[Row](row: type[Row], statement: str, parameters: Parameters = None) -> Row:
    """The same of a statement that finds one row. Raises LookupError where it finds none."""
    found = fetch_first(row, statement, parameters)
    if found is None:
        raise LookupError("A statement that finds one row has found none.")
    return found


def fetch_first[Row](row: type[Row], statement: str, parameters: Parameters = None) -> Row | None:
    """The same of a statement that finds one row, or none."""
    with connection.cursor() as cursor:
        cursor.cursor.row_factory = class_row(row)
        cursor.execute(statement, parameters)
        found: Row | None = cursor.fetchone()
    return found


def fetch_values(statement: str, parameters: Parameters = None) -> list[Any]:
    """The values of a statement that has one column."""
    with connection.cursor() as cursor:
        cursor.cursor.row_factory = scalar_row
        cursor.execute(statement, parameters)
        found: list[Any] = cursor.fetchall()
    return found


def fetch_value(statement: str, parameters: Parameters = None) -> Any:
    """The value of a statement that has one column and finds one row; None where it finds none."""
    with connection.cursor() as cursor:
        cursor.cursor.row_factory = scalar_row
        cursor.execute(statement, parameters)
        return cursor.fetchone()


def execute(statement: str, parameters: Parameters = None) -> int:
    """Run a statement; the answer is how many rows it changed."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return int(cursor.rowcount)
