"""Numbers from the environment; docs/settings.md explains each name."""

import os

from anam.config.database import CannotRun


def number(name: str, default: int, *, least: int = 0) -> int:
    """The whole number that `name` is set to. Raises CannotRun where it is none, or less than `least`."""
    given = os.environ.get(name) or str(default)
    if not (given.isascii() and given.isdigit() and len(given) < 10 and int(given) >= least):
        raise CannotRun(f"{name} is {given[:40]!r}; it must be a whole number from {least}.")
    return int(given)
