"""The one-time address at which an empty marketplace is opened, printed by `anam serve`.

It is made before Django is, in the process that watches the web processes: that needs nothing but the database.
"""

import hashlib
import secrets
from contextlib import closing

import psycopg

# Only where nobody has an account: then whoever reads the log is the operator.
_REPLACE = """
UPDATE marketplace SET setup_digest = %s WHERE opened_at IS NULL AND NOT EXISTS (SELECT FROM person)
"""
_WAIT_SECONDS = 5


def digest_of(token: str) -> str:
    """What is kept of a token: whoever reads the database cannot use it."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_setup_address(database_url: str, *, site_url: str) -> str:
    """A fresh one-time address for a marketplace in which nobody has an account; the one before ends.

    "" where somebody has one, where the tables are not there yet, or where the database does not answer: the web
    processes say that better.
    """
    token = secrets.token_urlsafe(32)
    try:
        with closing(psycopg.connect(database_url, connect_timeout=_WAIT_SECONDS, autocommit=True)) as connection:
            empty = connection.execute(_REPLACE, [digest_of(token)]).rowcount
    except psycopg.Error:
        return ""
    return f"{site_url}/setup/{token}/" if empty else ""
