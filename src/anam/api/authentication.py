"""Whose call it is, and whether it is still within the minute's limit: one statement for every call.

It is a transaction of its own. Counting never waits for the disk (the table is unlogged), and no call of a token
waits for another's end.
"""

from typing import Any

from django.db import connection, models

from anam.api.limits import RateLimit
from anam.api.models import IS_IN_FORCE, Token
from anam.marketplace.current import hear_version
from anam.people.models import Buyer, BuyerMember, Maker, MakerMember, User
from anam.sql import execute, fetch_first

_READ: dict[str, type[models.Model]] = {
    "t": Token,
    "p": User,
    "mm": MakerMember,
    "m": Maker,
    "bm": BuyerMember,
    "b": Buyer,
}
_COLUMNS = ", ".join(
    f'{alias}.{field.column} AS "{alias}.{field.attname}"'
    for alias, kind in _READ.items()
    for field in kind._meta.concrete_fields
)
_ARRIVE = f"""
WITH known AS (
  SELECT t.id FROM api_token t JOIN person p ON p.id = t.user_id
  WHERE t.digest = %(digest)s AND {IS_IN_FORCE} AND p.is_active
), counted AS (
  INSERT INTO api_use AS u (token_id, began_at, calls) SELECT id, clock_timestamp(), 1 FROM known
  ON CONFLICT (token_id) DO UPDATE SET
    calls = CASE WHEN u.began_at BETWEEN clock_timestamp() - interval '1 minute' AND clock_timestamp()
                 THEN u.calls + 1 ELSE 1 END,
    began_at = CASE WHEN u.began_at BETWEEN clock_timestamp() - interval '1 minute' AND clock_timestamp()
                 THEN u.began_at
               ELSE clock_timestamp() END
  RETURNING calls,
    greatest(ceil(extract(epoch FROM u.began_at + interval '1 minute' - clock_timestamp()))::int, 1) AS seconds
), noted AS (
  UPDATE api_token t SET last_used_at = clock_timestamp() FROM known
  WHERE t.id = known.id AND (t.last_used_at IS NULL OR t.last_used_at < clock_timestamp() - interval '1 minute')
)
SELECT counted.*, (SELECT version FROM marketplace) AS marketplace_version, {_COLUMNS}
FROM known CROSS JOIN counted JOIN api_token t ON t.id = known.id JOIN person p ON p.id = t.user_id
LEFT JOIN maker_member mm ON mm.user_id = p.id LEFT JOIN maker m ON m.id = mm.maker_id
LEFT JOIN buyer_member bm ON bm.user_id = p.id LEFT JOIN buyer b ON b.id = bm.buyer_id
"""  # noqa: S608 - nothing but our own words


def arrive(digest: str) -> tuple[Token, RateLimit] | None:
    """The token of that digest, with whom its person acts for, and what is left to it once this call is counted.

    When it was last used is noted to the minute. None for a token that is not known, revoked, or of a person who is
    gone.
    """
    row = fetch_first(dict[str, Any], _ARRIVE, {"digest": digest})
    if row:
        hear_version(row["marketplace_version"])
    return (_token(row), RateLimit.after(row["calls"], seconds=row["seconds"])) if row else None


def _token(row: dict[str, Any]) -> Token:
    """What was read as whole objects, that ask the database for nothing more."""
    found = {kind: _object(alias, kind, row) for alias, kind in _READ.items()}
    token, user = found[Token], found[User]
    token.user = user
    for member, party, name in ((MakerMember, Maker, "maker"), (BuyerMember, Buyer, "buyer")):
        reverse: Any = User._meta.get_field(f"{name}_member")
        reverse.set_cached_value(user, found[member])
        if found[member]:
            setattr(found[member], name, found[party])
    known: Token = token
    return known


def _object(alias: str, kind: type[models.Model], row: dict[str, Any]) -> Any:
    """One object, with all its columns; None where an outer join found none."""
    names = [field.attname for field in kind._meta.concrete_fields]
    own = [row[f"{alias}.{name}"] for name in names]
    return kind.from_db(connection.alias, names, own) if row[f"{alias}.id"] is not None else None


def forget_old_counts() -> int:
    """The counts of tokens that have not called for a day. The answer is how many were forgotten."""
    return execute("DELETE FROM api_use WHERE began_at < clock_timestamp() - interval '1 day'")
