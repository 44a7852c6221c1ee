"""Before other people's servers are asked: the mail server, the payment gateway, whoever receives webhooks."""

from django.db import connection


def leave_the_database() -> None:
    """Give the connection back: nobody waits for it, and nothing stays locked, while somebody else's server thinks.

    Raises RuntimeError in a transaction, as Django does for a durable one: what was changed in it would be lost after
    the other side had done its part, or kept locked for as long as that takes. (That of a test does not count.)
    """
    if not connection.in_atomic_block:
        connection.close()
    elif not connection.atomic_blocks[-1]._from_testcase:
        raise RuntimeError("a transaction is open, and somebody else's server is about to be asked")
