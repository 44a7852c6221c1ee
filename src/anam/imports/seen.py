"""What a dry run has come across already: kept by the database, in a table of this connection alone.

A dry run takes back each batch that it wrote. Without this it would announce what stands in the file twice as two.
"""

import json
from collections.abc import Collection, Mapping
from typing import Any

from django.db import connection

_MAKE = "CREATE TEMPORARY TABLE IF NOT EXISTS import_seen (key text PRIMARY KEY, said jsonb)"
_ADD = "INSERT INTO import_seen (key) SELECT DISTINCT unnest(%s::text[]) ON CONFLICT DO NOTHING RETURNING key"
_SAY = (
    "INSERT INTO import_seen SELECT * FROM unnest(%s::text[], %s::jsonb[])"
    " ON CONFLICT (key) DO UPDATE SET said = excluded.said"
)
_SAID = "SELECT key, said FROM import_seen WHERE key = ANY (%s)"


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

    def add(self, said: Mapping[str, dict[str, Any]]) -> None:
        """They are seen, with what is to be known of each; in place of what was known before."""
        if said:
            with connection.cursor() as cursor:
                cursor.execute(_SAY, [list(said), [json.dumps(one) for one in said.values()]])

    def said_of(self, keys: Collection[str]) -> dict[str, dict[str, Any]]:
        """What was to be known of those of `keys` that were added."""
        if not keys:
            return {}
        with connection.cursor() as cursor:
            cursor.execute(_SAID, [list(keys)])
            return {key: json.loads(said) if isinstance(said, str) else said for key, said in cursor.fetchall()}
