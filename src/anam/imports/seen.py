"""What a dry run has come across already: kept by the database, in a table of this connection alone.

A dry run takes back each batch that it wrote. Without this it would announce what stands in the file twice as two.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from anam.sql import execute, fetch_all, fetch_values

_MAKE = "CREATE TEMPORARY TABLE IF NOT EXISTS import_seen (key text PRIMARY KEY, said jsonb)"
_ADD = "INSERT INTO import_seen (key) SELECT DISTINCT unnest(%s::text[]) ON CONFLICT DO NOTHING RETURNING key"
_SAY = (
    "INSERT INTO import_seen SELECT * FROM unnest(%s::text[], %s::jsonb[])"
    " ON CONFLICT (key) DO UPDATE SET said = excluded.said"
)
_SAID = "SELECT key, said FROM import_seen WHERE key = ANY (%s)"


@dataclass(frozen=True)
class _Said:
    key: str
    said: Any


class Seen:
    """Empty to begin with."""

    def __init__(self) -> None:
        execute(_MAKE)
        execute("DELETE FROM pg_temp.import_seen")

    def new_among(self, keys: Collection[str]) -> set[str]:
        """Those of `keys` that are new; from now on they are not."""
        if not keys:
            return set()
        return set(fetch_values(_ADD, [list(keys)]))

    def add(self, said: Mapping[str, dict[str, Any]]) -> None:
        """They are seen, with what is to be known of each; in place of what was known before."""
        if said:
            execute(_SAY, [list(said), [json.dumps(one) for one in said.values()]])

    def said_of(self, keys: Collection[str]) -> dict[str, dict[str, Any]]:
        """What was to be known of those of `keys` that were added."""
        if not keys:
            return {}
        found = fetch_all(_Said, _SAID, [list(keys)])
        return {one.key: json.loads(one.said) if isinstance(one.said, str) else one.said for one in found}
