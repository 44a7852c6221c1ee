"""SQL that is written by hand: what it answers is read by the names of its columns, never by their places.

A statement stands in the app whose tables it writes; it may read those of rooms below (tests/test_rooms.py).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
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


_sending: ContextVar[bool] = ContextVar("_sending", default=False)


def send(statement: str, parameters: Parameters = None) -> None:
    """Run a statement whose answer nobody reads; in `pipelined` it goes with the next one, and is not waited for."""
    token = _sending.set(True)
    try:
        execute(statement, parameters)
    finally:
        _sending.reset(token)


@contextmanager
def pipelined() -> Iterator[None]:
    """In a transaction of many statements: BEGIN goes with the first, and what is sent with `send` with the next.

    Every other statement is answered before the program goes on, as ever: no count and no row can be missed. What goes
    wrong with one that was sent is raised by the next statement, or at the end, before COMMIT.
    """
    with connection.wrap_database_errors, connection.connection.pipeline() as pipeline:

        def answered(execute: Callable[..., Any], *statement: Any) -> Any:
            result = execute(*statement)
            if not _sending.get():
                with connection.wrap_database_errors:
                    pipeline.sync()
            return result

        with connection.execute_wrapper(answered):
            yield
