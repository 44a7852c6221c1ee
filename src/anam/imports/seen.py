"""What a dry run has come across already: kept by the database, in a table of this connection alone.

A dry run takes back each batch that it wrote. Without this it would announce what stands in the file twice as two.
"""

from collections.abc import Collection

from django.db import connection

_MAKE = "CREATE TEMPORARY TABLE IF NOT EXISTS import_seen (key text PRIMARY KEY)"
_ADD = "INSERT INTO import_seen SELECT DISTINCT unnest(%s::text[]) ON CONFLICT DO NOTHING RETURNING key"


class Seen:
    """Empty to begin with."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(_MAKE)
            cursor.execute("DELETE FROM pg_temp.import_seen")

    def new_among(self, keys: Collection[str]) -> set[str]:
        """Those of `keys` that are new; from now on they are not."""
        if not keys:
            return set()
        with connection.cursor() as cursor:
            cursor.execute(_ADD, [list(keys)])
            return {row[0] for row in cursor.fetchall()}
