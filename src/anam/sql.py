"""SQL that is written by hand: what it answers is read by the names of its columns, never by their places.

A statement stands in the app whose tables it writes; it may read those of rooms below (tests/test_rooms.py).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection
from psycopg import Pipeline
from psycopg.pq import TransactionStatus
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
    return _the_one(fetch_first(row, statement, parameters))


def _the_one[Row](found: Row | None) -> Row:
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


@contextmanager
def planned_for_its_words() -> Iterator[None]:
    """For a search: PostgreSQL plans its statements each time, for the words that are looked for.

    What is prepared is soon planned once for all values, and then as if every word were rare: to read an index for a
    word that stands in every row takes ten times as long as to read the rows.
    """
    connection.ensure_connection()
    asked = connection.connection
    threshold, asked.prepare_threshold = asked.prepare_threshold, None
    try:
        yield
    finally:
        asked.prepare_threshold = threshold


_sending: ContextVar[bool] = ContextVar("_sending", default=False)
_unheard: ContextVar[list[Callable[[], object]] | None] = ContextVar("_unheard", default=None)


def send(statement: str, parameters: Parameters = None) -> Any:
    """Run a statement that nobody waits for now: in `pipelined` it goes with the next one. The answer is its cursor.

    To fetch from that waits, for it and for all that was sent.
    """
    token = _sending.set(True)
    try:
        cursor = connection.cursor()
        cursor.execute(statement, parameters)
        return cursor
    finally:
        _sending.reset(token)


def send_first[Row](row: type[Row], statement: str, parameters: Parameters = None) -> Callable[[], Row | None]:
    """`fetch_first`, in two: the statement is sent now, and the answer is a function that waits for what it finds."""
    cursor = send(statement, parameters)
    cursor.cursor.row_factory = class_row(row)
    return cursor.fetchone  # type: ignore[no-any-return]  # psycopg's, through Django's


def send_one[Row](row: type[Row], statement: str, parameters: Parameters = None) -> Callable[[], Row]:
    """The same of a statement that finds one row; the function raises LookupError where it finds none."""
    found = send_first(row, statement, parameters)
    return lambda: _the_one(found())


def before_commit(look: Callable[[], object]) -> None:
    """Look at what a statement that was sent has found: at once, or in `pipelined` when all are answered.

    What it raises is raised before COMMIT, as if the statement had been waited for.
    """
    unheard = _unheard.get()
    if unheard is None:
        look()
    else:
        unheard.append(look)


@contextmanager
def pipelined() -> Iterator[None]:
    """In a transaction of many statements: BEGIN and what is sent with `send` go with the next that is waited for.

    Every other statement is answered before the program goes on, as ever: no count and no row can be missed. What goes
    wrong with one that was sent is raised by the next that is waited for, or at the end, before COMMIT: an error of
    one keeps the server from all that were sent after it.
    """
    unheard: list[Callable[[], object]] = []
    token = _unheard.set(unheard)
    try:
        with connection.wrap_database_errors, _pipeline() as pipeline:

            def answered(execute: Callable[..., Any], *statement: Any) -> Any:
                result = execute(*statement)
                if not _sending.get():
                    with connection.wrap_database_errors:
                        pipeline.sync()
                return result

            with connection.execute_wrapper(answered):
                yield
    finally:
        _unheard.reset(token)
    for look in unheard:
        look()


@contextmanager
def _pipeline() -> Iterator[Pipeline]:
    """A pipeline that has begun a transaction, unless there is one. By itself psycopg waits for its BEGIN."""
    connection.ensure_connection()
    begun = connection.connection.info.transaction_status != TransactionStatus.IDLE
    if not begun:
        connection.connection.autocommit = True  # it then leaves BEGIN to us; COMMIT is Django's, as ever
    with connection.connection.pipeline() as pipeline:
        if not begun:
            send("BEGIN")
        yield pipeline
