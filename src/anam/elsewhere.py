"""Before other people's servers are asked: the mail server, the payment gateway, whoever receives webhooks."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection

_played: ContextVar[bool] = ContextVar("_played", default=False)


def leave_the_database() -> None:
    """Give the connection back: nobody waits for it, and nothing stays locked, while somebody else's server thinks.

    Raises RuntimeError in a transaction, as Django does for a durable one: what was changed in it would be lost after
    the other side had done its part, or kept locked for as long as that takes. (That of a test does not count.)
    """
    if not connection.in_atomic_block:
        connection.close()
    elif not getattr(connection.atomic_blocks[-1], "_from_testcase", False) and not _played.get():
        raise RuntimeError("a transaction is open, and somebody else's server is about to be asked")


@contextmanager
def played_in_this_database() -> Iterator[None]:
    """For the demo, while it fills itself: the other side is rows of the same transaction, and nobody waits."""
    token = _played.set(True)
    try:
        yield
    finally:
        _played.reset(token)
