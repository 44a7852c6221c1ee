"""The time, which is the database's: every process reads the same clock (D2)."""

from datetime import datetime

from anam.sql import fetch_value


def database_now() -> datetime:
    """The database server's clock, in UTC, at this moment (not at the transaction's start)."""
    now: datetime = fetch_value("SELECT clock_timestamp()")
    return now
