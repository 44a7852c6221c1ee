"""The time, which is the database's: every process reads the same clock (D2)."""

from datetime import datetime

from django.db import connection


def database_now() -> datetime:
    """The database server's clock, in UTC, at this moment (not at the transaction's start)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        row: tuple[datetime] = cursor.fetchone()
    return row[0]
