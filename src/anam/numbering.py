"""Feeds in which nothing is ever missed: a place for each row, given once it is committed. docs/decisions/0019."""

from dataclasses import dataclass

from django.db import transaction

from anam.sql import execute, fetch_value

MAX_AT_ONCE = 5_000


@dataclass(frozen=True)
class Feed:
    """A table that has a place (`seq`, empty at first) for each row of another, which `row` is the id of.

    `held` is a condition in SQL: of a row `e` that gets no place yet.
    """

    table: str
    row: str
    lock: str
    held: str = "false"

    def number(self, *, most: int = 0) -> int:
        """Give a place to the rows that have none yet, the oldest first; the answer is how many.

        `most` of them, else MAX_AT_ONCE. One cheap question where there are none. In a transaction of the caller,
        everybody else waits for its end.
        """
        if not fetch_value(f"SELECT EXISTS (SELECT FROM {self.table} e WHERE seq IS NULL AND NOT {self.held})"):  # noqa: S608 - our own name
            return 0
        with transaction.atomic():
            execute("SELECT pg_advisory_xact_lock(hashtext(%s), 0)", [self.lock])
            return execute(self._statement, [most or MAX_AT_ONCE])

    def number_all(self) -> None:
        """The same for all of them, however many an import has left."""
        while self.number() == MAX_AT_ONCE:
            pass

    @property
    def _statement(self) -> str:
        return f"""
        UPDATE {self.table} e SET seq = coalesce((SELECT max(seq) FROM {self.table}), 0) + waiting.place
        FROM (
          SELECT {self.row}, row_number() OVER (ORDER BY {self.row}) AS place
          FROM (SELECT {self.row} FROM {self.table} e WHERE seq IS NULL AND NOT {self.held}
                ORDER BY {self.row} LIMIT %s) oldest
        ) waiting
        WHERE e.{self.row} = waiting.{self.row} AND e.seq IS NULL
        """  # noqa: S608 - nothing but our own names
