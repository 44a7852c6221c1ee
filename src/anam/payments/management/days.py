"""Days, as commands are given them."""

from argparse import ArgumentTypeError
from datetime import UTC, date, datetime, time


def day(text: str) -> datetime:
    """The first moment of a day, in UTC."""
    try:
        return datetime.combine(date.fromisoformat(text), time(), tzinfo=UTC)
    except ValueError:
        raise ArgumentTypeError(f"“{text}” is no day: give it as 2026-11-20") from None
